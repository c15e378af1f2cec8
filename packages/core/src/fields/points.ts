import { assertImageSize } from '../checks/assert-field.js';
import { describeValue } from '../checks/describe-value.js';
import type { OutputSize } from '../contracts/sampling-field.js';
import { OptionError } from '../errors.js';
import type { Point } from '../homography/point-pairs.js';
import { readGridUnits, type GridUnits } from './grid-units.js';

/**
 * Points in pixels of an image in normalised coordinates, as homographies and splines from points
 * take them.
 *
 * Convention: pixels count from 0 at the centre of the first, as in OpenCV. Normalised is
 * `(2 * p + 1) / size - 1`, with alignCorners `2 * p / (size - 1) - 1`, and 0 on an axis of one
 * pixel with alignCorners.
 *
 * @param points `[[x, y], …]`, in pixels
 * @param imageSize `[height, width]` of the image, in pixels
 * @returns as many points, normalised
 * @throws OptionError
 */
export function normalisedPointsFromPixels(
  points: readonly Point[],
  imageSize: OutputSize,
  units?: GridUnits,
): Point[] {
  const operation = 'normalisedPointsFromPixels';
  const alignCorners = readGridUnits(operation, units);
  return mapPoints(operation, points, imageSize, (p, size) => {
    if (!alignCorners) return (2 * p + 1) / size - 1;
    return size > 1 ? (2 * p) / (size - 1) - 1 : 0;
  });
}

/**
 * Normalised points in pixels of an image, to draw them there.
 *
 * Convention: pixels count from 0 at the centre of the first, as in OpenCV:
 * `((n + 1) * size - 1) / 2`, with alignCorners `(n + 1) / 2 * (size - 1)`. A canvas counts from the
 * corner of the first pixel: add 0.5 there.
 *
 * @param points `[[x, y], …]`, normalised
 * @param imageSize `[height, width]` of the image, in pixels
 * @returns as many points, in pixels
 * @throws OptionError
 */
export function pixelPointsFromNormalised(
  points: readonly Point[],
  imageSize: OutputSize,
  units?: GridUnits,
): Point[] {
  const operation = 'pixelPointsFromNormalised';
  const alignCorners = readGridUnits(operation, units);
  return mapPoints(operation, points, imageSize, (n, size) =>
    alignCorners ? ((n + 1) / 2) * (size - 1) : ((n + 1) * size - 1) / 2,
  );
}

function mapPoints(
  operation: string,
  points: readonly Point[],
  imageSize: OutputSize,
  map: (coordinate: number, size: number) => number,
): Point[] {
  const [height, width] = assertImageSize(operation, imageSize);
  const isPoint = (point: unknown): point is Point =>
    Array.isArray(point) && point.length === 2 && point.every((value) => typeof value === 'number');
  const given: unknown = points;
  if (!Array.isArray(given) || !given.every(isPoint)) {
    throw new OptionError(operation, `points must be [[x, y], …], got ${describeValue(points)}`);
  }
  return given.map(([x, y]) => [map(x, width), map(y, height)]);
}
