import { OptionError } from '@tfjs-stn/core/errors';

import { assertPoints } from '../spline/assert-points.js';
import { controlGrid } from './control-grid.js';
import type { Point } from './point.js';
import { readGridSize } from './read-grid-size.js';
import { readPoints } from './read-points.js';

/** The control points of `{ controlPoints: [rows, columns] }` or `{ points }`, `[K, 2]`. */
export function readTargets(
  operation: string,
  {
    controlPoints,
    points,
  }: {
    readonly controlPoints?: readonly [number, number];
    readonly points?: readonly Point[];
  },
): Float64Array {
  if ((controlPoints === undefined) === (points === undefined)) {
    const got = points === undefined ? 'neither' : 'both';
    throw new OptionError(operation, `options must have controlPoints or points, got ${got}`);
  }
  if (controlPoints !== undefined) return controlGrid(readGridSize(operation, controlPoints, 2));
  const targets = readPoints(operation, 'points', points);
  assertPoints(operation, 'points', targets);
  return targets;
}
