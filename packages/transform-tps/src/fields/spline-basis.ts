import { type Tensor2D, tensor2d } from '@tensorflow/tfjs-core';
import type { OutputSize } from '@tfjs-stn/core';
import { allocateFloats, pixelCentres } from '@tfjs-stn/core/~internal';
import { OptionError } from '@tfjs-stn/core/errors';

import type { SplineSystem } from '../spline/spline-system.js';
import { thinPlate } from '../spline/thin-plate.js';

/** The fixed part of a field, which does not depend on θ. */
export type FixedPart = (x: number, y: number, cardinal: Float64Array) => readonly [number, number];

/** The components of the basis of a spline with fixed points. */
export interface CardinalSpline {
  readonly system: SplineSystem;
  /** The number of points that θ moves; they come first. */
  readonly movable: number;
  readonly fixedPart: FixedPart | undefined;
}

/** Pixels that are computed together. */
const together = 64;

/** Most pixels · K², about half a minute's work. */
const mostProducts = 2 ** 36;

/**
 * The basis of a thin-plate spline, computed in float64 and rounded once: a cardinal function for
 * each point that θ moves, then x and y of the part that is fixed, if there is one.
 *
 * The cardinal functions at q are `[U(|q - Pj|), 1, q] · L⁻¹` without the last three columns. They sum
 * to 1; without regularisation the j-th is 1 at Pj and 0 at the other points.
 *
 * @returns `[height · width, movable (+ 2)]`
 * @throws OptionError if the basis would take more than 2 GiB, or 2^36 products
 */
export function splineBasis(
  operation: string,
  { system, movable, fixedPart }: CardinalSpline,
  outputSize: OutputSize,
  alignCorners: boolean,
): Tensor2D {
  const [height, width] = outputSize;
  const count = system.points.length / 2;
  const pixels = height * width;
  if (pixels * count ** 2 > mostProducts) throw tooMuchWork(operation, outputSize, count);
  const terms = movable + (fixedPart ? 2 : 0);
  const basis = allocateFloats(operation, 'basis', [pixels, terms]);
  let start = 0;
  forEachPixel(system, outputSize, alignCorners, (x, y, cardinal) => {
    for (let k = 0; k < movable; k++) basis[start + k] = cardinal[k] as number;
    if (fixedPart) basis.set(fixedPart(x, y, cardinal), start + movable);
    start += terms;
  });
  return tensor2d(basis, [pixels, terms]);
}

/** Visits every pixel with its cardinal functions, in an array that is reused. */
function forEachPixel(
  system: SplineSystem,
  [height, width]: OutputSize,
  alignCorners: boolean,
  visit: (x: number, y: number, cardinal: Float64Array) => void,
): void {
  const count = system.points.length / 2;
  const [columns, lines] = [pixelCentres(width, alignCorners), pixelCentres(height, alignCorners)];
  const xOf = (pixel: number): number => columns[pixel % width] as number;
  const yOf = (pixel: number): number => lines[Math.floor(pixel / width)] as number;
  const pixels = height * width;
  const rows = new Float64Array(together * (count + 3));
  const products = new Float64Array(together * count);
  for (let first = 0; first < pixels; first += together) {
    const size = Math.min(together, pixels - first);
    for (let k = 0; k < size; k++) {
      writeTerms(system.points, xOf(first + k), yOf(first + k), rows, k * (count + 3));
    }
    const sides = rows.subarray(0, size * (count + 3));
    if (pixels > count) system.solveByInverse(sides, products);
    else system.solve(sides);
    const [solved, stride] = pixels > count ? [products, count] : [rows, count + 3];
    for (let k = 0; k < size; k++) {
      visit(xOf(first + k), yOf(first + k), solved.subarray(k * stride, k * stride + count));
    }
  }
}

/** `[U(|q - Pj|), 1, q]` */
function writeTerms(
  points: Float64Array,
  x: number,
  y: number,
  into: Float64Array,
  start: number,
): void {
  const count = points.length / 2;
  for (let j = 0; j < count; j++) {
    const dx = x - (points[2 * j] as number);
    const dy = y - (points[2 * j + 1] as number);
    into[start + j] = thinPlate(dx * dx + dy * dy);
  }
  into[start + count] = 1;
  into[start + count + 1] = x;
  into[start + count + 2] = y;
}

function tooMuchWork(operation: string, [height, width]: OutputSize, count: number): OptionError {
  return new OptionError(
    operation,
    `the output's pixels times the square of the number of points must be at most ${mostProducts}, got ${height} × ${width} pixels and ${count} points. Use a smaller output size or fewer points, or tpsField, whose work grows with the points alone`,
  );
}
