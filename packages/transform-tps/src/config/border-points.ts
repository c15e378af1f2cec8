import { OptionError } from '@tfjs-stn/core/errors';

import { mostPoints } from '../spline/assert-points.js';

const mostPins = mostPoints / 4;

/**
 * Where `boundaryPins: n` holds the border: the corners and n - 1 points along each edge, once round.
 *
 * @returns `[4n, 2]`, (x, y); none without pins
 * @throws OptionError unless n is a whole number from 1 to 625
 */
export function borderPoints(operation: string, boundaryPins: unknown): Float64Array {
  if (boundaryPins === undefined) return new Float64Array();
  const perEdge = Number.isInteger(boundaryPins) ? (boundaryPins as number) : 0;
  if (perEdge < 1 || perEdge > mostPins) {
    throw new OptionError(
      operation,
      `boundaryPins must be a whole number from 1 to ${mostPins}, got ${JSON.stringify(boundaryPins)}. Leave it out for a border that moves`,
    );
  }
  const points: number[] = [];
  for (let step = 0; step < perEdge; step++) {
    const along = (2 * step) / perEdge - 1;
    points.push(along, -1, 1, along, -along, 1, -1, -along);
  }
  return Float64Array.from(points);
}

/** Whether a point lies on the border of [-1, 1]², to rounding. */
export function isOnBorder(x: number, y: number): boolean {
  return Math.abs(Math.max(Math.abs(x), Math.abs(y)) - 1) < 1e-6;
}
