import { windowLayout } from './window-layout.js';
import type { WindowProblem } from './window-problem.js';

/** One value of a convolution or of its gradients, in float64 and by the definition. */
export type ExpectedValue = (problem: WindowProblem, index: number) => number;

/** `y[n, r, s, k] = Σ x[n, r·stride + i - top, s·stride + j - left, c] · f[i, j, c, k]` */
export const expectedConvolution: ExpectedValue = (problem, index) => {
  const { shape, window, outputShape, image, filter } = problem;
  const [item, row, column, out] = unravel(index, outputShape);
  const { before } = windowLayout(shape, window);
  const [, height, width, channels] = shape;
  const [tall = 0, wide = 0, , outs = 0] = window.size;
  let sum = 0;
  for (let tap = 0; tap < tall * wide; tap++) {
    const y = row * window.strides + Math.floor(tap / wide) - before[0];
    const x = column * window.strides + (tap % wide) - before[1];
    if (y < 0 || y >= height || x < 0 || x >= width) continue;
    for (let channel = 0; channel < channels; channel++) {
      const pixel = image[((item * height + y) * width + x) * channels + channel] ?? NaN;
      sum += pixel * (filter[(tap * channels + channel) * outs + out] ?? NaN);
    }
  }
  return sum;
};

/** `df[i, j, c, k] = Σ x[n, r·stride + i - top, s·stride + j - left, c] · dy[n, r, s, k]` */
export const expectedFilterGradient: ExpectedValue = (problem, index) => {
  const { shape, window, outputShape, image, upstream } = problem;
  const [tapRow, tapColumn, channel, out] = unravel(index, window.size);
  const { before } = windowLayout(shape, window);
  const [batch, height, width, channels] = shape;
  const [, rows, columns, outs] = outputShape;
  let sum = 0;
  for (let place = 0; place < batch * rows * columns; place++) {
    const item = Math.floor(place / (rows * columns));
    const y = (Math.floor(place / columns) % rows) * window.strides + tapRow - before[0];
    const x = (place % columns) * window.strides + tapColumn - before[1];
    if (y < 0 || y >= height || x < 0 || x >= width) continue;
    const pixel = image[((item * height + y) * width + x) * channels + channel] ?? NaN;
    sum += pixel * (upstream[place * outs + out] ?? NaN);
  }
  return sum;
};

/** `dx[n, y, x, c] = Σ dy[n, r, s, k] · f[y + top - r·stride, x + left - s·stride, c, k]` */
export const expectedInputGradient: ExpectedValue = (problem, index) => {
  const { shape, window, outputShape, filter, upstream } = problem;
  const [item, y, x, channel] = unravel(index, shape);
  const { before } = windowLayout(shape, window);
  const [, rows, columns, outs] = outputShape;
  const [tall = 0, wide = 0] = window.size;
  let sum = 0;
  for (let tap = 0; tap < tall * wide; tap++) {
    const row = (y + before[0] - Math.floor(tap / wide)) / window.strides;
    const column = (x + before[1] - (tap % wide)) / window.strides;
    if (!isIndex(row, rows) || !isIndex(column, columns)) continue;
    for (let out = 0; out < outs; out++) {
      const above = upstream[((item * rows + row) * columns + column) * outs + out] ?? NaN;
      sum += above * (filter[(tap * shape[3] + channel) * outs + out] ?? NaN);
    }
  }
  return sum;
};

function isIndex(value: number, length: number): boolean {
  return Number.isInteger(value) && value >= 0 && value < length;
}

function unravel(
  index: number,
  shape: readonly number[],
): readonly [number, number, number, number] {
  const [, second = 1, third = 1, fourth = 1] = shape;
  const pixel = Math.floor(index / fourth);
  const row = Math.floor(pixel / third);
  return [Math.floor(row / second), row % second, pixel % third, index % fourth];
}
