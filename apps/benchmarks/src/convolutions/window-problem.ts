import { seededRandom } from '@tfjs-stn/testing';

import type { BenchmarkCase, Window } from '../cases/benchmark-case.js';
import { valueCount, type Shape } from '../cases/shape.js';
import { windowLayout } from './window-layout.js';

/** What every contestant of a convolution or a pooling is given. */
export interface WindowProblem {
  readonly shape: Shape;
  readonly window: Window;
  readonly outputShape: Shape;
  /** `[batch, height, width, channels]` */
  readonly image: Float32Array | Float64Array;
  /** `[height, width, channels in, channels out]`; empty for a pooling. */
  readonly filter: Float32Array | Float64Array;
  /** What comes back from behind, shaped like the output. */
  readonly upstream: Float32Array | Float64Array;
}

/**
 * The same problem for the same seed.
 *
 * @throws RangeError for a case without a window
 */
export function windowProblem({ shape, window }: BenchmarkCase, seed: number): WindowProblem {
  if (window === undefined) throw new RangeError('a convolution must have a window');
  const random = seededRandom(seed);
  const values = (count: number): Float32Array =>
    Float32Array.from({ length: count }, () => random() - 0.5);
  const { output } = windowLayout(shape, window);
  const outputShape: Shape = [shape[0], ...output, window.size[3] ?? shape[3]];
  return {
    shape,
    window,
    outputShape,
    image: values(valueCount(shape)),
    filter: values(window.size.length === 4 ? valueCount(window.size) : 0),
    upstream: values(valueCount(outputShape)),
  };
}
