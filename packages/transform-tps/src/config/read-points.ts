import { OptionError } from '@tfjs-stn/core/errors';

import { assertPointCount } from '../spline/assert-points.js';

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
