import { OptionError } from '@tfjs-stn/core/errors';

/** A point in normalised coordinates, x right, y down. */
export type Point = readonly [x: number, y: number];

/** Relative to the points' extent, the distance below which float32 can't tell points or lines apart. */
const tolerance = 1e-6;

/**
 * The maximum number of points of one spline, 50 × 50. The time to solve its system grows with the cube
 * of the number, to one or two seconds here; the memory grows with the square, to 50 MB.
 */
export const mostPoints = 2500;

/** @throws OptionError for more points than a spline can have */
export function assertPointCount(operation: string, what: string, count: number): void {
  if (count <= mostPoints) return;
  throw new OptionError(operation, `${what} must be at most ${mostPoints} in all, got ${count}`);
}

/**
 * Checks that a thin-plate spline through the points exists: at least three, finite, distinct, and
 * not collinear.
 *
 * @param what the name used in the message, for example `control points`
 * @param points `[K, 2]`, row-major (x, y)
 */
export function assertPoints(operation: string, what: string, points: Float64Array): void {
  const count = points.length / 2;
  if (count < 3) {
    throw new OptionError(operation, `${what} must be at least 3, got ${count}`);
  }
  const unfit = points.filter((coordinate) => !Number.isFinite(coordinate)).length;
  if (unfit > 0) {
    throw new OptionError(
      operation,
      `${what} must be finite, got ${unfit} coordinates of ${points.length} that are not`,
    );
  }
  const { wide, narrow } = extents(points);
  const pairs = coincidingPairs(points, tolerance * wide);
  if (pairs > 0) {
    throw new OptionError(operation, `${what} must be distinct, got ${pairs} pairs that coincide`);
  }
  if (narrow <= tolerance * wide) {
    throw new OptionError(operation, `${what} must not lie on one line, got ${count} that do`);
  }
}

/** Standard deviations along the two principal axes. */
function extents(points: Float64Array): { wide: number; narrow: number } {
  const count = points.length / 2;
  const mean = [0, 1].map((axis) => sumOf(count, (i) => points[2 * i + axis] as number) / count);
  const moment = (a: number, b: number): number =>
    sumOf(
      count,
      (i) =>
        ((points[2 * i + a] as number) - (mean[a] as number)) *
        ((points[2 * i + b] as number) - (mean[b] as number)),
    ) / count;
  const [xx, xy, yy] = [moment(0, 0), moment(0, 1), moment(1, 1)];
  const wide = (xx + yy) / 2 + Math.hypot((xx - yy) / 2, xy);
  const determinant = Math.max(xx * yy - xy * xy, 0);
  return { wide: Math.sqrt(wide), narrow: wide === 0 ? 0 : Math.sqrt(determinant / wide) };
}

function coincidingPairs(points: Float64Array, distance: number): number {
  const count = points.length / 2;
  return sumOf(count, (i) =>
    sumOf(i, (j) => {
      const dx = (points[2 * i] as number) - (points[2 * j] as number);
      const dy = (points[2 * i + 1] as number) - (points[2 * j + 1] as number);
      return Math.hypot(dx, dy) <= distance ? 1 : 0;
    }),
  );
}

function sumOf(count: number, value: (index: number) => number): number {
  let sum = 0;
  for (let index = 0; index < count; index++) sum += value(index);
  return sum;
}

/** A list of `[x, y]` pairs as `[K, 2]` numbers in one row-major array. */
export function readPoints(operation: string, what: string, points: unknown): Float64Array {
  if (!Array.isArray(points)) {
    throw new OptionError(operation, `${what} must be a list of [x, y], got ${describe(points)}`);
  }
  const list: readonly unknown[] = points;
  assertPointCount(operation, what, list.length);
  list.forEach((point, index) => {
    if (isPair(point)) return;
    throw new OptionError(
      operation,
      `${what} must be a list of [x, y], got ${describe(point)} at ${index}`,
    );
  });
  return Float64Array.from((list as readonly (readonly [number, number])[]).flat());
}

function isPair(value: unknown): boolean {
  return (
    Array.isArray(value) &&
    value.length === 2 &&
    value.every((coordinate) => typeof coordinate === 'number')
  );
}

function describe(value: unknown): string {
  if (Array.isArray(value)) return `an array of ${value.length}`;
  return value === null ? 'null' : typeof value;
}
