import { OptionError } from '@tfjs-stn/core/errors';
import { assertKnownOptions } from '@tfjs-stn/core/~internal';

import { assertPointCount, assertPoints, mostPoints, readPoints } from './points.js';
import { readRegularization } from './spline-options.js';

const mostPins = mostPoints / 4;

/** The points of a thin-plate spline in the output frame. */
export interface SplineLayout {
  /** `[K, 2]`: the points that θ moves. */
  readonly free: Float64Array;
  /** `[pins, 2]`: the fixed points. */
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
      `points must not lie on the border, which boundaryPins fixes, got ${contradicted} that do`,
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

/** Removes duplicates: a pin may coincide with a border point of the grid. */
function withoutRepeats(points: Float64Array): Float64Array {
  const seen = new Set<string>();
  return pointsOf(points, (x, y) => {
    const key = `${Math.round(x * 1e6)} ${Math.round(y * 1e6)}`;
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
}

/**
 * The points fixed by `boundaryPins: n`: the corners and n - 1 points along each edge.
 *
 * @returns `[4n, 2]`, (x, y); none without pins
 * @throws OptionError unless n is a whole number from 1 to 625
 */
function borderPoints(operation: string, boundaryPins: unknown): Float64Array {
  if (boundaryPins === undefined) return new Float64Array();
  const perEdge = Number.isInteger(boundaryPins) ? (boundaryPins as number) : 0;
  if (perEdge < 1 || perEdge > mostPins) {
    throw new OptionError(
      operation,
      `boundaryPins must be a whole number from 1 to ${mostPins}, got ${JSON.stringify(boundaryPins)}. Leave it out to let the border move`,
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
function isOnBorder(x: number, y: number): boolean {
  return Math.abs(Math.max(Math.abs(x), Math.abs(y)) - 1) < 1e-6;
}

/**
 * A regular grid on [-1, 1]², the outermost points on the border.
 *
 * @returns `[rows · columns, 2]`, row-major, (x, y)
 */
export function controlGrid([rows, columns]: readonly [number, number]): Float64Array {
  const points = new Float64Array(rows * columns * 2);
  for (let index = 0; index < rows * columns; index++) {
    const column = index % columns;
    points[2 * index] = (2 * column) / (columns - 1) - 1;
    points[2 * index + 1] = (2 * (index - column)) / columns / (rows - 1) - 1;
  }
  return points;
}

/** Validates `[rows, columns]` of a control grid: each at least `least`, and not too many in all. */
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
