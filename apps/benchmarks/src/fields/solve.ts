/**
 * Solves `matrix · X = right` by Gaussian elimination with row pivoting, in float64.
 *
 * @param matrix n rows of n numbers
 * @param right n rows of any length
 * @returns X, as rows
 */
export function solve(
  matrix: readonly (readonly number[])[],
  right: readonly (readonly number[])[],
): number[][] {
  const rows = matrix.map((row, index) => [...row, ...(right[index] ?? [])]);
  const size = rows.length;
  for (let column = 0; column < size; column++) {
    const pivot = largestBelow(rows, column);
    [rows[column], rows[pivot]] = [rows[pivot] ?? [], rows[column] ?? []];
    const lead = rows[column] ?? [];
    const scale = lead[column] ?? NaN;
    rows[column] = lead.map((value) => value / scale);
    for (let other = 0; other < size; other++) {
      const factor = rows[other]?.[column] ?? 0;
      if (other === column || factor === 0) continue;
      rows[other] = (rows[other] ?? []).map(
        (value, index) => value - factor * (rows[column]?.[index] ?? NaN),
      );
    }
  }
  return rows.map((row) => row.slice(size));
}

function largestBelow(rows: readonly (readonly number[])[], column: number): number {
  let best = column;
  for (let row = column + 1; row < rows.length; row++) {
    const size = Math.abs(rows[row]?.[column] ?? 0);
    if (size > Math.abs(rows[best]?.[column] ?? 0)) best = row;
  }
  return best;
}
