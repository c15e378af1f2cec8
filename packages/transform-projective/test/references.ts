import type { TransformReference } from '@tfjs-stn/testing/vitest';

/** Where nine numbers, row by row, take a point; infinite behind the horizon. */
function project(matrix: readonly number[], x: number, y: number): readonly [number, number] {
  const [u, v, w] = [0, 3, 6].map(
    (row) => matrix[row]! * x + matrix[row + 1]! * y + matrix[row + 2]!,
  ) as [number, number, number];
  return w > 0 ? [u / w, v / w] : [Infinity, Infinity];
}

export const ofHomography: TransformReference = (theta, x, y) => project([...theta, 1], x, y);

/** The eight equations that h33 = 1 and the four corners make, solved with pivots in float64. */
export const ofCorners: TransformReference = (theta, x, y) => {
  const square = [
    [-1, -1],
    [1, -1],
    [1, 1],
    [-1, 1],
  ] as const;
  const equations = square.flatMap(([p, q], corner) => {
    const [u, v] = [p + theta[corner * 2]!, q + theta[corner * 2 + 1]!];
    return [
      [p, q, 1, 0, 0, 0, -u * p, -u * q, u],
      [0, 0, 0, p, q, 1, -v * p, -v * q, v],
    ];
  });
  return project([...solve(equations), 1], x, y);
};

/** The series of exp(g) applied to (x, y, 1), term by term. */
export const ofHomographyExp: TransformReference = (theta, x, y) => {
  const generator = [...theta, -(theta[0]! + theta[4]!)];
  let term = [x, y, 1];
  const sums = [...term];
  for (let n = 1; n < 30; n++) {
    const last = term;
    term = [0, 3, 6].map(
      (row) =>
        (generator[row]! * last[0]! +
          generator[row + 1]! * last[1]! +
          generator[row + 2]! * last[2]!) /
        n,
    );
    term.forEach((value, i) => (sums[i] = sums[i]! + value));
  }
  const [u, v, w] = sums as [number, number, number];
  return w > 0 ? [u / w, v / w] : [Infinity, Infinity];
};

/** Gauss and Jordan; each row ends with its right-hand side. */
function solve(equations: readonly (readonly number[])[]): number[] {
  const rows = equations.map((row) => [...row]);
  rows.forEach((_row, column) => {
    const order = rows.slice(column).sort((p, q) => Math.abs(q[column]!) - Math.abs(p[column]!));
    rows.splice(column, rows.length, ...order);
    const pivot = rows[column]!.map((value) => value / rows[column]![column]!);
    rows.forEach((row, index) => {
      const factor = row[column]!;
      rows[index] = index === column ? pivot : row.map((value, i) => value - factor * pivot[i]!);
    });
  });
  return rows.map((row) => row.at(-1)!);
}
