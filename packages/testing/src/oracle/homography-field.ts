import { fieldGrid, type CoordinateField } from './coordinate-field.js';
import type { DenseArray, Float64Dense } from './dense-array.js';
import { baseCoordinate } from './pixel-coordinate.js';
import { roundingOf, type CoordinatePrecision, type Rounding } from './rounding.js';

/** The field of `matrix` `[batch, 3, 3]`; a pixel with w <= 0 is behind the horizon. */
export function homographyField(
  matrix: DenseArray,
  outputSize: readonly [number, number],
  alignCorners: boolean,
  round: Rounding,
): CoordinateField {
  if (matrix.shape.length !== 3 || matrix.shape[1] !== 3 || matrix.shape[2] !== 3) {
    throw new Error(`oracle: matrix must be [batch, 3, 3], got [${matrix.shape.join(', ')}]`);
  }
  return {
    batch: matrix.shape[0]!,
    outputSize,
    at: (item, pixel) => {
      const point = homographyPoint(matrix, item, pixel, outputSize, alignCorners, round);
      return point.w <= 0 ? 'behind-horizon' : point;
    },
  };
}

/** Arguments of {@link oracleHomographyGrid}. */
export interface OracleHomographyGridInputs {
  /** `[batch, 3, 3]`, normalised output (x, y, 1) to homogeneous input coordinates. */
  readonly matrix: DenseArray;
  /** `[outHeight, outWidth]` */
  readonly outputSize: readonly [number, number];
  readonly alignCorners?: boolean | undefined;
  readonly coordinates?: CoordinatePrecision | undefined;
}

/**
 * The grid of a homography, in float64.
 *
 * @returns `[batch, outHeight, outWidth, 2]`, (+Infinity, +Infinity) where w <= 0
 */
export function oracleHomographyGrid(inputs: OracleHomographyGridInputs): Float64Dense {
  const { matrix, outputSize, alignCorners = false, coordinates = 'float64' } = inputs;
  return fieldGrid(homographyField(matrix, outputSize, alignCorners, roundingOf(coordinates)));
}

/** One output pixel mapped by a homography. */
export interface HomographyPoint {
  /** Normalised output coordinates. */
  readonly baseX: number;
  readonly baseY: number;
  /** Normalised input coordinates; undefined behind the horizon, w <= 0. */
  readonly x: number;
  readonly y: number;
  readonly w: number;
}

/**
 * Maps output pixel `pixel` by item `item` of `matrix` `[batch, 3, 3]`.
 *
 * Convention: `a·x + (b·y + c)` in this order, since a kernel computes the bracket once per row;
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
