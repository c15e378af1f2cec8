import { OptionError } from '@tfjs-stn/core/errors';

import type { Graph } from '../graph/graph.js';
import { fieldValues, probes, type FieldNumbers, type FieldTarget } from './field-values.js';

/** An affine function of θ: `constant + θ · matrix`. */
export interface LinearMap {
  /** `[paramCount, width]`, row by row. */
  readonly matrix: Float32Array;
  readonly constant: Float32Array;
}

/** The most numbers of a matrix: 64 MiB in the file. */
const largest = 2 ** 24;

/** How far from zero θ are for the matrix: a power of two, so that dividing by it is exact. */
const step = 2 ** 10;

/** How far from the identity θ are that show whether a map is linear. */
const scales = [2 ** -6, 1, 2 ** 6, 2 ** 12];

/**
 * Finds the numbers of a field as a linear function of θ, by its values at zero and at multiples of
 * the unit vectors. Large ones, since the rounding of the constant is divided with the difference.
 *
 * @returns undefined if they are not linear in θ
 * @throws OptionError if the matrix would be too large
 */
export async function linearMap(
  target: FieldTarget,
  numbers: FieldNumbers,
): Promise<LinearMap | undefined> {
  const { paramCount, name } = target.transform;
  const zero = Array<number>(paramCount).fill(0);
  const constant = await fieldValues(target, numbers, [zero]);
  const { length: width } = constant;
  if (width * paramCount > largest) {
    throw new OptionError(
      'exportOnnx',
      `a matrix from theta must have at most ${largest} numbers, got ${width * paramCount} for the transform '${name}'`,
    );
  }
  const matrix = new Float32Array(paramCount * width);
  for (let row = 0; row < paramCount; row++) {
    const values = await fieldValues(target, numbers, [zero.with(row, step)]);
    matrix.set(
      values.map((value, at) => (value - (constant[at] as number)) / step),
      row * width,
    );
  }
  const map = { matrix, constant };
  const thetas = probes(target.transform, scales);
  return agrees(map, thetas, await fieldValues(target, numbers, thetas)) ? map : undefined;
}

/** Whether the map gives these values for some θ, but for rounding. */
function agrees(
  { matrix, constant }: LinearMap,
  thetas: readonly number[][],
  values: Float32Array,
): boolean {
  const { length: width } = constant;
  return values.every((value, at) => {
    const column = at % width;
    const theta = thetas[Math.floor(at / width)] ?? [];
    const terms = theta.map((x, row) => x * (matrix[row * width + column] as number));
    const expected = terms.reduce((a, b) => a + b, constant[column] as number);
    const size = terms.reduce((a, b) => a + Math.abs(b), 1);
    return Math.abs(value - expected) <= 1e-5 * size;
  });
}

/** Writes `θ · matrix + constant`, with only some of its columns, in this order. */
export function writeLinearMap(
  graph: Graph,
  theta: string,
  { matrix, constant }: LinearMap,
  columns: readonly number[] = [...constant.keys()],
): string {
  const rows = matrix.length / constant.length;
  const chosen = Float32Array.from({ length: rows * columns.length }, (_, at) => {
    const row = Math.floor(at / columns.length);
    return matrix[row * constant.length + (columns[at % columns.length] as number)] as number;
  });
  const rest = columns.map((column) => constant[column] as number);
  const terms = [
    graph.floats(chosen, [rows, columns.length], 'from_theta'),
    graph.floats(rest, [columns.length], 'from_zero'),
  ];
  return graph.node('Gemm', [theta, ...terms]);
}
