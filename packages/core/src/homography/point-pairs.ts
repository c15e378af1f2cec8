import { describeValue } from '../checks/describe-value.js';
import { OptionError } from '../errors.js';

/** `[x, y]`, x right, y down. */
export type Point = readonly [x: number, y: number];

/** The points of one image, or of every image of a batch. */
export type PointSets = readonly Point[] | readonly (readonly Point[])[];

/** A point of the output, and the point of the input that it looks at. */
export interface PointPair {
  readonly output: Point;
  readonly input: Point;
}

/**
 * Checks and pairs the points from which a transform is estimated.
 *
 * Convention: normalised `[x, y]`. The n-th point of the output belongs to the n-th of the input.
 *
 * @param operation named in errors
 * @param outputPoints those of one image `[[x, y], …]`, or a batch of such lists
 * @param inputPoints as many; a batch of 1 on either side serves the whole batch
 * @param least how many different output points the estimate needs in every item
 * @returns the pairs of every item of the batch; the points are copies
 * @throws OptionError for what is no list of finite pairs, for lists of different lengths, and for
 *   fewer points than needed, those that float32 can't tell apart counted once; it names the rule
 *   and the count
 */
export function pointPairs(
  operation: string,
  outputPoints: PointSets,
  inputPoints: PointSets,
  least: number,
): readonly (readonly PointPair[])[] {
  const outputs = readSets(operation, 'outputPoints', outputPoints);
  const inputs = readSets(operation, 'inputPoints', inputPoints);
  const [ofOutputs, ofInputs] = [outputs.length, inputs.length];
  if (ofOutputs !== ofInputs && ofOutputs !== 1 && ofInputs !== 1) {
    throw new OptionError(
      operation,
      `outputPoints and inputPoints must have the same batch, or one of them 1, got ${ofOutputs} and ${ofInputs}`,
    );
  }
  return Array.from({ length: ofInputs === 1 ? ofOutputs : ofInputs }, (_, item) => {
    const output = outputs[ofOutputs === 1 ? 0 : item] ?? [];
    const input = inputs[ofInputs === 1 ? 0 : item] ?? [];
    assertCounts(operation, item, output, input, least);
    return output.flatMap((point, index) => {
      const partner = input[index];
      return partner === undefined ? [] : [{ output: point, input: partner }];
    });
  });
}

function assertCounts(
  operation: string,
  item: number,
  output: readonly Point[],
  input: readonly Point[],
  least: number,
): void {
  const refuse = (rule: string, got: string): never => {
    throw new OptionError(operation, `${rule}, got ${got} in item ${item}`);
  };
  if (output.length !== input.length) {
    refuse('every output point needs an input point', `${output.length} and ${input.length}`);
  }
  if (output.length < least) {
    refuse(`at least ${least} pairs of points are needed`, `${output.length}`);
  }
  const different = countDifferent(output, least);
  if (different < least) {
    refuse(
      `at least ${least} output points must be different`,
      `${different} different of ${output.length}`,
    );
  }
}

/** How many points there are that float32 can tell apart; no more than `enough` are counted. */
function countDifferent(points: readonly Point[], enough: number): number {
  const largest = points.reduce((most, [x, y]) => Math.max(most, Math.abs(x), Math.abs(y)), 0);
  const nearest = largest * 2 ** -23;
  const different: Point[] = [];
  for (const [x, y] of points) {
    if (different.length === enough) break;
    const isNear = ([a, b]: Point): boolean => Math.hypot(x - a, y - b) <= nearest;
    if (!different.some(isNear)) different.push([x, y]);
  }
  return different.length;
}

function readSets(operation: string, name: string, points: unknown): readonly Point[][] {
  const sets = asList(operation, name, points);
  const [first] = sets;
  const isOneSet = sets.length === 0 || (Array.isArray(first) && typeof first[0] === 'number');
  return isOneSet
    ? [readPoints(operation, name, sets)]
    : sets.map((set, item) => {
        const path = `${name}[${item}]`;
        return readPoints(operation, path, asList(operation, path, set));
      });
}

function readPoints(operation: string, path: string, points: readonly unknown[]): Point[] {
  return points.map((point, index) => {
    if (Array.isArray(point) && point.length === 2) {
      const [x, y] = point as readonly unknown[];
      if (isFiniteNumber(x) && isFiniteNumber(y)) return [x, y];
    }
    throw new OptionError(
      operation,
      `a point must be [x, y] of finite numbers, got ${describeValue(point)} at ${path}[${index}]`,
    );
  });
}

function asList(operation: string, path: string, value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw new OptionError(
    operation,
    `${path} must be a list of [x, y], or a batch of such lists, got ${describeValue(value)}`,
  );
}

function isFiniteNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}
