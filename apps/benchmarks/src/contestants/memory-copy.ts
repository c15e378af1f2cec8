import { samplingOperation, valueCount, type BenchmarkCase } from '../cases/cases.js';
import { windowLayout } from '../problems/window-problem.js';
import { defineContestant, timed, type Contestant } from './contestant.js';

/**
 * How many values a case must read or write: every input and output once. θ and weights are not
 * counted; of a net, only its images are.
 */
export function valuesMoved(benchmarkCase: BenchmarkCase): number {
  const { operation, pass, shape, window, shrinkBy } = benchmarkCase;
  const image = valueCount(shape);
  if (operation === 'st-cnn') return image;
  if (shrinkBy !== undefined) return image + image / shrinkBy ** 2;
  if (window !== undefined) {
    const result = valueCount(windowLayout(benchmarkCase, window).outputShape);
    const filter = window.size.length === 4 ? valueCount(window.size) : 0;
    // The gradient of a max-pooling looks for the largest again.
    const again = operation === 'max-pool' && pass !== 'forward' ? image + result : 0;
    return image + result + filter + again;
  }
  const grid = samplingOperation(operation)?.field === 'grid' ? (2 * image) / shape[3] : 0;
  // Image, upstream gradient and image gradient; grid and grid gradient.
  return pass === 'forward' ? 2 * image + grid : 3 * image + 2 * grid;
}

/**
 * Copies half as many values as a case moves, so that as many are read or written in all: the limit
 * of one thread. Several threads, or a GPU, may be faster.
 */
export const memoryCopy: Contestant = defineContestant(
  { name: 'memcpy', role: 'limit', backend: '', threads: 1 },
  () => true,
  (benchmarkCase) => {
    const length = Math.ceil(valuesMoved(benchmarkCase) / 2);
    // Untouched pages would all be the same one.
    const source = new Float32Array(length).fill(1);
    const target = new Float32Array(length);
    const time = timed(() => target.set(source));
    return { time, check: () => ({}), dispose: () => undefined };
  },
);
