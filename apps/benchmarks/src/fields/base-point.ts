import type { Point } from './field-model.js';

/** The normalised centre of an output pixel, counted row by row. */
export function basePoint(pixel: number, height: number, width: number): Point {
  const row = Math.floor(pixel / width);
  return [(2 * (pixel - row * width) + 1) / width - 1, (2 * row + 1) / height - 1];
}
