import { windowLayout } from './window-layout.js';
import type { WindowProblem } from './window-problem.js';

/** The outputs of max-pooling, and its gradient by the image, by the definition. */
export function expectedMaxPool(problem: WindowProblem): {
  readonly output: Float64Array;
  readonly gradient: Float64Array;
} {
  const { outputShape, image, upstream } = problem;
  const output = new Float64Array(upstream.length);
  const gradient = new Float64Array(image.length);
  const channels = outputShape[3];
  for (let place = 0; place < output.length; place++) {
    const taps = tapsOf(problem, Math.floor(place / channels));
    let best = NaN;
    for (const tap of taps) {
      const index = tap * channels + (place % channels);
      if (Number.isNaN(best) || (image[index] ?? NaN) > (image[best] ?? NaN)) best = index;
    }
    output[place] = image[best] ?? NaN;
    gradient[best] = (gradient[best] ?? NaN) + (upstream[place] ?? NaN);
  }
  return { output, gradient };
}

/** The pixels of the image that an output pixel looks at, counted over the batch. */
function tapsOf({ shape, window, outputShape }: WindowProblem, place: number): number[] {
  const [, height, width] = shape;
  const [, rows, columns] = outputShape;
  const { before } = windowLayout(shape, window);
  const [tall = 0, wide = 0] = window.size;
  const item = Math.floor(place / (rows * columns));
  const top = (Math.floor(place / columns) % rows) * window.strides - before[0];
  const left = (place % columns) * window.strides - before[1];
  const taps: number[] = [];
  for (let tap = 0; tap < tall * wide; tap++) {
    const [y, x] = [top + Math.floor(tap / wide), left + (tap % wide)];
    if (y >= 0 && y < height && x >= 0 && x < width) taps.push((item * height + y) * width + x);
  }
  return taps;
}
