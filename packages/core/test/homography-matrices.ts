import { tensor3d, type Tensor3D } from '@tensorflow/tfjs-core';
import { seededRandom } from '@tfjs-stn/testing';

/** Nine numbers, row by row. */
export type Matrix = readonly number[];

/** Homographies near the identity, different from item to item; rounded to 1/1024. */
export function someMatrices(batch: number, seed = 1, spread = 0.4): Matrix[] {
  const random = seededRandom(seed);
  const entry = (index: number): number =>
    (index % 4 === 0 ? 1 : 0) + Math.round(spread * (2 * random() - 1) * 1024) / 1024;
  return Array.from({ length: batch }, () => Array.from({ length: 9 }, (_, i) => entry(i)));
}

export function matrixTensor(matrices: readonly Matrix[]): Tensor3D {
  return tensor3d(matrices.flat(), [matrices.length, 3, 3]);
}

/** In float64. */
export function product(a: Matrix, b: Matrix): number[] {
  return Array.from({ length: 9 }, (_, index) =>
    [0, 1, 2].reduce(
      (sum, k) => sum + a[Math.floor(index / 3) * 3 + k]! * b[k * 3 + (index % 3)]!,
      0,
    ),
  );
}

/** By Gauss and Jordan with pivots, in float64: another way than adjugates. */
export function inverse(matrix: Matrix): number[] {
  const rows = [0, 1, 2].map((row) => [
    ...matrix.slice(row * 3, row * 3 + 3),
    ...[0, 1, 2].map((column) => (column === row ? 1 : 0)),
  ]);
  for (let column = 0; column < 3; column++) {
    const order = rows.slice(column).sort((p, q) => Math.abs(q[column]!) - Math.abs(p[column]!));
    rows.splice(column, rows.length, ...order);
    const pivot = rows[column]!.map((value) => value / rows[column]![column]!);
    rows.forEach((row, index) => {
      const factor = row[column]!;
      rows[index] = index === column ? pivot : row.map((value, i) => value - factor * pivot[i]!);
    });
  }
  return rows.flatMap((row) => row.slice(3));
}

/** Where a homography takes a point, with the third coordinate. */
export function mapped(matrix: Matrix, [x, y]: readonly number[]): readonly number[] {
  const [u, v, w] = [0, 3, 6].map(
    (row) => matrix[row]! * x! + matrix[row + 1]! * y! + matrix[row + 2]!,
  ) as [number, number, number];
  return [u / w, v / w, w];
}
