import { backend_util } from '@tensorflow/tfjs-core';
import { seededRandom } from '@tfjs-stn/testing';

import { valueCount, type BenchmarkCase, type Shape, type Window } from '../cases/cases.js';

type Dimensions = [number, number, number, number];

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
  const [image, window] = [[...shape], [...size]] as [Dimensions, Dimensions];
  const isDepthwise = operation === 'depthwise-convolution';
  const { outShape, padInfo } =
    size.length === 2
      ? backend_util.computePool2DInfo(image, [window[0], window[1]], strides, 1, pad)
      : backend_util.computeConv2DInfo(image, window, strides, 1, pad, undefined, isDepthwise);
  const { top, left, bottom, right } = padInfo;
  return { outputShape: outShape, before: [top, left], after: [bottom, right] };
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
