import { seededRandom } from '@tfjs-stn/testing';

import { valueCount, type BenchmarkCase, type Shape, type Window } from '../cases/cases.js';

/** What every contestant of a convolution or a pooling is given. */
export interface WindowProblem {
  readonly shape: Shape;
  readonly window: Window;
  readonly outputShape: Shape;
  /** Rows and columns of padding before the image, and after it. */
  readonly before: readonly number[];
  readonly after: readonly number[];
  readonly image: Float32Array;
  /** Empty for a pooling. */
  readonly filter: Float32Array;
  /** The upstream gradient, shaped like the output. */
  readonly upstream: Float32Array;
}

/** Where windows are, by TensorFlow's rules for `valid` and `same`. */
export function windowLayout(
  { operation, shape }: BenchmarkCase,
  { size, strides, pad }: Window,
): Pick<WindowProblem, 'outputShape' | 'before' | 'after'> {
  const axes = [shape[1], shape[2]].map((length, axis) => {
    const side = size[axis] ?? 1;
    if (pad === 'valid') return { out: Math.floor((length - side) / strides) + 1, lost: 0 };
    const out = Math.ceil(length / strides);
    return { out, lost: Math.max(0, (out - 1) * strides + side - length) };
  });
  const [rows = 0, columns = 0] = axes.map(({ out }) => out);
  const isDepthwise = operation === 'depthwise-convolution';
  const channels = isDepthwise ? shape[3] * (size[3] ?? 1) : (size[3] ?? shape[3]);
  return {
    outputShape: [shape[0], rows, columns, channels],
    before: axes.map(({ lost }) => Math.floor(lost / 2)),
    after: axes.map(({ lost }) => Math.ceil(lost / 2)),
  };
}

/** The same problem for the same seed. Throws RangeError for a case without a window. */
export function windowProblem(benchmarkCase: BenchmarkCase, seed: number): WindowProblem {
  const { shape, window } = benchmarkCase;
  if (window === undefined) throw new RangeError('a convolution must have a window');
  const random = seededRandom(seed);
  const values = (count: number): Float32Array => new Float32Array(count).map(() => random() - 0.5);
  const layout = windowLayout(benchmarkCase, window);
  const image = values(valueCount(shape));
  const filter = values(window.size.length === 4 ? valueCount(window.size) : 0);
  const upstream = values(valueCount(layout.outputShape));
  return { shape, window, ...layout, image, filter, upstream };
}
