import type { DenseArray } from './dense-array.js';
import { baseCoordinate } from './base-coordinate.js';
import type { Rounding } from './rounding.js';

/** What a homography does to one output pixel. */
export interface HomographyPoint {
  /** Normalised output coordinates. */
  readonly baseX: number;
  readonly baseY: number;
  /** Normalised input coordinates, meaningless where w <= 0. */
  readonly x: number;
  readonly y: number;
  readonly w: number;
}

/**
 * Maps output pixel `pixel` by item `item` of `matrix` `[batch, 3, 3]`.
 *
 * Convention: `a·x + (b·y + c)` in this order, so that what is in brackets serves a whole row;
 * then divided by w.
 */
export function homographyPoint(
  matrix: DenseArray,
  item: number,
  pixel: number,
  outputSize: readonly [number, number],
  alignCorners: boolean,
  round: Rounding,
): HomographyPoint {
  const [height, width] = outputSize;
  const baseX = baseCoordinate(pixel % width, width, alignCorners, round);
  const baseY = baseCoordinate(Math.floor(pixel / width), height, alignCorners, round);
  const row = (index: number): number => {
    const start = item * 9 + index * 3;
    const ofRow = round(round(matrix.data[start + 1]! * baseY) + matrix.data[start + 2]!);
    return round(round(matrix.data[start]! * baseX) + ofRow);
  };
  const w = row(2);
  return { baseX, baseY, x: round(row(0) / w), y: round(row(1) / w), w };
}
