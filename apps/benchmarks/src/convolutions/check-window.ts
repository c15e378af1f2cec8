import type { BenchmarkCase } from '../cases/benchmark-case.js';
import { requireClose } from '../checks/require-close.js';
import {
  expectedConvolution,
  expectedFilterGradient,
  expectedInputGradient,
} from './expected-convolution.js';
import { expectedMaxPool } from './expected-max-pool.js';
import type { WindowProblem } from './window-problem.js';

/** How many values of a convolution are computed once more, spread over the whole. */
const checked = 97;
const tolerance = 1e-4;

/**
 * Holds a convolution, a max-pooling or a gradient of them against float64.
 *
 * @returns the largest error, relative to the largest value where that is above 1
 * @throws WrongResult
 */
export function checkWindow(
  { operation, pass }: BenchmarkCase,
  problem: WindowProblem,
  values: Float32Array,
): number {
  if (operation === 'max-pool') {
    const { output, gradient } = expectedMaxPool(problem);
    return requireClose(pass, values, pass === 'forward' ? output : gradient, tolerance);
  }
  const [expected, count] =
    pass === 'forward'
      ? ([expectedConvolution, problem.upstream.length] as const)
      : pass === 'filter gradient'
        ? ([expectedFilterGradient, problem.filter.length] as const)
        : ([expectedInputGradient, problem.image.length] as const);
  if (values.length !== count) return requireClose(pass, values, new Float32Array(count), 0);
  const places = Array.from({ length: checked }, (_, index) =>
    Math.floor(((index + 0.5) / checked) * count),
  );
  return requireClose(
    pass,
    places.map((place) => values[place] ?? NaN),
    places.map((place) => expected(problem, place)),
    tolerance,
  );
}
