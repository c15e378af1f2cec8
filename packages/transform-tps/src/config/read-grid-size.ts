import { OptionError } from '@tfjs-stn/core/errors';

import { assertPointCount } from '../spline/assert-points.js';

/** `[rows, columns]` of a control grid, each at least `least`, and few enough to solve for. */
export function readGridSize(
  operation: string,
  controlPoints: unknown,
  least: number,
): readonly [rows: number, columns: number] {
  if (Array.isArray(controlPoints) && controlPoints.length === 2) {
    const [rows, columns] = controlPoints as readonly unknown[];
    if (isCount(rows, least) && isCount(columns, least)) {
      assertPointCount(operation, 'controlPoints', rows * columns);
      return [rows, columns];
    }
  }
  throw new OptionError(
    operation,
    `controlPoints must be [rows, columns] in whole numbers of at least ${least}, got ${JSON.stringify(controlPoints)}`,
  );
}

function isCount(value: unknown, least: number): value is number {
  return Number.isInteger(value) && (value as number) >= least;
}
