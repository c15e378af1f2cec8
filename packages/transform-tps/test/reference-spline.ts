type Point = readonly [number, number];

/** A thin-plate spline by the textbook, in float64, with a solver of its own (Gauss and Jordan). */
export function referenceSpline(
  points: readonly Point[],
  values: readonly Point[],
  regularization = 0,
): (x: number, y: number) => [number, number] {
  const count = points.length;
  const rows = points.map(([x, y], i) => [
    ...points.map(([u, v], j) => radial(Math.hypot(x - u, y - v)) + (i === j ? regularization : 0)),
    1,
    x,
    y,
    ...(values[i] as Point),
  ]);
  rows.push(
    [...points.map(() => 1), 0, 0, 0, 0, 0],
    [...points.map(([x]) => x), 0, 0, 0, 0, 0],
    [...points.map(([, y]) => y), 0, 0, 0, 0, 0],
  );
  eliminate(rows);
  return (x, y) => {
    const terms = [...points.map(([u, v]) => radial(Math.hypot(x - u, y - v))), 1, x, y];
    const along = (axis: number): number =>
      terms.reduce((sum, term, j) => sum + term * (rows[j]?.[count + 3 + axis] as number), 0);
    return [along(0), along(1)];
  };
}

/** `[x1, y1, x2, y2, …]` as points. */
export function pairsOf(flat: ArrayLike<number>): Point[] {
  return Array.from({ length: flat.length / 2 }, (_, i) => [
    flat[2 * i] as number,
    flat[2 * i + 1] as number,
  ]);
}

/** A regular grid on [-1, 1]², row-major. */
export function gridPoints(rows: number, columns: number): Point[] {
  return Array.from({ length: rows * columns }, (_, i) => [
    ((i % columns) / (columns - 1)) * 2 - 1,
    (Math.floor(i / columns) / (rows - 1)) * 2 - 1,
  ]);
}

function radial(distance: number): number {
  return distance === 0 ? 0 : distance ** 2 * Math.log(distance);
}

/** Makes the left square the unit matrix; the right columns become the solution. */
function eliminate(rows: number[][]): void {
  rows.forEach((_, column) => {
    const candidates = rows.slice(column).map((row) => Math.abs(row[column] as number));
    const pivot = column + candidates.indexOf(Math.max(...candidates));
    const [a, b] = [rows[column] as number[], rows[pivot] as number[]];
    const head = b.map((value) => value / (b[column] as number));
    rows[pivot] = a;
    rows[column] = head;
    rows.forEach((row, index) => {
      const factor = row[column] as number;
      if (index !== column)
        rows[index] = row.map((value, k) => value - factor * (head[k] as number));
    });
  });
}
