import { OptionError } from '@tfjs-stn/core/errors';
import { assertKnownOptions } from '@tfjs-stn/core/~internal';

import { borderPoints, isOnBorder } from './border-points.js';
import { controlGrid } from './control-grid.js';
import { readGridSize } from './read-grid-size.js';
import { readPoints } from './read-points.js';
import { readRegularization } from './read-regularization.js';
import { assertPointCount, assertPoints } from '../spline/assert-points.js';

/** The points of a thin-plate spline in the output frame. */
export interface SplineLayout {
  /** `[K, 2]`: those that θ moves. */
  readonly free: Float64Array;
  /** `[pins, 2]`: those that stay where they are. */
  readonly held: Float64Array;
  readonly regularization: number;
}

/** The layout of `{ controlPoints: [rows, columns], regularization, boundaryPins }`. */
export function gridLayout(operation: string, config: unknown): SplineLayout {
  assertKnownOptions(
    operation,
    config,
    ['controlPoints', 'regularization', 'boundaryPins'],
    'config',
  );
  const { controlPoints, regularization, boundaryPins } = config as Record<string, unknown>;
  const pins = borderPoints(operation, boundaryPins);
  const grid = controlGrid(readGridSize(operation, controlPoints, pins.length > 0 ? 3 : 2));
  const lambda = readRegularization(operation, regularization);
  if (pins.length === 0) return { free: grid, held: pins, regularization: lambda };
  const free = pointsOf(grid, (x, y) => !isOnBorder(x, y));
  const held = withoutRepeats(Float64Array.from([...pins, ...pointsOf(grid, isOnBorder)]));
  assertPointCount(operation, 'control points and pins', (free.length + held.length) / 2);
  return { free, held, regularization: lambda };
}

/** The layout of `{ points, regularization, boundaryPins }`. */
export function pointsLayout(operation: string, config: unknown): SplineLayout {
  assertKnownOptions(operation, config, ['points', 'regularization', 'boundaryPins'], 'config');
  const { points, regularization, boundaryPins } = config as Record<string, unknown>;
  const free = readPoints(operation, 'points', points);
  assertPoints(operation, 'points', free);
  const held = borderPoints(operation, boundaryPins);
  assertPointCount(operation, 'points and pins', (free.length + held.length) / 2);
  const contradicted = held.length > 0 ? pointsOf(free, isOnBorder).length / 2 : 0;
  if (contradicted > 0) {
    throw new OptionError(
      operation,
      `points must not lie on the border that boundaryPins holds, got ${contradicted} that do`,
    );
  }
  return { free, held, regularization: readRegularization(operation, regularization) };
}

function pointsOf(points: Float64Array, wanted: (x: number, y: number) => boolean): Float64Array {
  const chosen: number[] = [];
  for (let i = 0; i < points.length; i += 2) {
    const [x, y] = [points[i] as number, points[i + 1] as number];
    if (wanted(x, y)) chosen.push(x, y);
  }
  return Float64Array.from(chosen);
}

/** Pins and border points of the grid may be the same. */
function withoutRepeats(points: Float64Array): Float64Array {
  const seen = new Set<string>();
  return pointsOf(points, (x, y) => {
    const key = `${Math.round(x * 1e6)} ${Math.round(y * 1e6)}`;
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
}
