import { tensor2d, tidy, type Tensor, type Tensor2D } from '@tensorflow/tfjs-core';
import type { OutputSize, SamplingField, Transform } from '@tfjs-stn/core';
import { OptionError } from '@tfjs-stn/core/errors';

import type { Graph } from '../graph/graph.js';

/** Where a field is computed. */
export interface FieldTarget {
  readonly transform: Transform;
  readonly outputSize: OutputSize;
  readonly alignCorners: boolean;
}

/** An affine function of θ: `constant + θ · matrix`. */
export interface LinearMap {
  /** `[paramCount, width]`, row by row. */
  readonly matrix: Float32Array;
  readonly constant: Float32Array;
}

/** The most numbers of a matrix: 64 MiB in the file. */
const largest = 2 ** 24;

/** θ that are no unit vectors, to see whether a map is linear. */
const probes = 3;

/**
 * Finds the numbers of a field as a linear function of θ, by its values at zero and at the unit
 * vectors.
 *
 * @param numbers of the field that depend on θ
 * @returns undefined if they are not linear in θ
 * @throws OptionError if the matrix would be too large
 */
export async function linearMap(
  { transform, outputSize, alignCorners }: FieldTarget,
  numbers: (field: SamplingField) => Tensor,
): Promise<LinearMap | undefined> {
  const { paramCount } = transform;
  const evaluate = async (thetas: readonly number[][]): Promise<Float32Array> => {
    const tensor = tidy(() => {
      const theta: Tensor2D = tensor2d(thetas.flat(), [thetas.length, paramCount]);
      return numbers(transform.field(theta, { outputSize, alignCorners })).clone();
    });
    const values = await tensor.data<'float32'>();
    tensor.dispose();
    return values;
  };
  const zero = Array<number>(paramCount).fill(0);
  const constant = await evaluate([zero]);
  const { length: width } = constant;
  if (width * paramCount > largest) {
    throw new OptionError(
      'exportOnnx',
      `a matrix from theta must have at most ${largest} numbers, got ${width * paramCount} for the transform '${transform.name}'`,
    );
  }
  const matrix = new Float32Array(paramCount * width);
  for (let row = 0; row < paramCount; row++) {
    const values = await evaluate([zero.map((_, at) => (at === row ? 1 : 0))]);
    matrix.set(
      values.map((value, at) => value - (constant[at] as number)),
      row * width,
    );
  }
  const thetas = Array.from({ length: probes }, (_, probe) =>
    zero.map((__, at) => Math.sin(1 + at * 1.7 + probe) * 2 ** probe),
  );
  const map = { matrix, constant };
  return agrees(map, thetas, await evaluate(thetas)) ? map : undefined;
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
