import { tidy, type Tensor2D } from '@tensorflow/tfjs-core';
import { generateGrid, type Transform } from '@tfjs-stn/core';

/** Points along each side. */
const SIDE = 9;

/**
 * Where the border of the output lies in the input, for every θ of a batch: x, y, … around it.
 * With alignCorners the outermost points of a grid are the corners themselves.
 */
export function outlines(transform: Transform, theta: Tensor2D): number[][] {
  const values = tidy(() =>
    generateGrid(transform, theta, [SIDE, SIDE], { alignCorners: true }).dataSync<'float32'>(),
  );
  const size = SIDE * SIDE * 2;
  return Array.from({ length: values.length / size }, (_, item) =>
    border.flatMap((index) => {
      const start = item * size + 2 * index;
      return [values[start] ?? 0, values[start + 1] ?? 0];
    }),
  );
}

/** The indices of a grid's border, clockwise from the upper left. */
const border: readonly number[] = (() => {
  const last = SIDE - 1;
  const along = Array.from({ length: last }, (_, step) => step);
  return [
    ...along.map((step) => step),
    ...along.map((step) => step * SIDE + last),
    ...along.map((step) => last * SIDE + last - step),
    ...along.map((step) => (last - step) * SIDE),
  ];
})();
