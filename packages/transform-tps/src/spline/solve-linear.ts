/**
 * Solves `matrix · X = right` by Gaussian elimination with partial pivoting, in float64. A singular
 * matrix, or one with NaN, gives numbers that are not finite.
 *
 * @param matrix `[size, size]`, row-major
 * @param right `[size, columns]`, row-major
 * @returns X, `[size, columns]`, row-major
 */
export function solveLinear(
  matrix: Float64Array,
  right: Float64Array,
  columns: number,
): Float64Array {
  const size = right.length / columns;
  const left = matrix.slice();
  const solution = right.slice();
  for (let column = 0; column < size; column++) {
    const pivot = pivotRow(left, size, column);
    swapRows(left, size, column, pivot);
    swapRows(solution, columns, column, pivot);
    for (let row = column + 1; row < size; row++) {
      const factor =
        (left[row * size + column] as number) / (left[column * size + column] as number);
      if (factor === 0) continue;
      subtractRow(left, size, row, column, factor, column);
      subtractRow(solution, columns, row, column, factor, 0);
    }
  }
  for (let column = size - 1; column >= 0; column--) {
    const diagonal = left[column * size + column] as number;
    for (let k = 0; k < columns; k++) {
      solution[column * columns + k] = (solution[column * columns + k] as number) / diagonal;
    }
    for (let row = 0; row < column; row++) {
      subtractRow(solution, columns, row, column, left[row * size + column] as number, 0);
    }
  }
  return solution;
}

/** The row, from the diagonal down, whose entry in a column is the largest. */
function pivotRow(matrix: Float64Array, size: number, column: number): number {
  let pivot = column;
  for (let row = column + 1; row < size; row++) {
    const candidate = Math.abs(matrix[row * size + column] as number);
    if (candidate > Math.abs(matrix[pivot * size + column] as number)) pivot = row;
  }
  return pivot;
}

function swapRows(matrix: Float64Array, width: number, a: number, b: number): void {
  if (a === b) return;
  const former = matrix.slice(a * width, (a + 1) * width);
  matrix.copyWithin(a * width, b * width, (b + 1) * width);
  matrix.set(former, b * width);
}

/** row -= factor · source, from a column on. */
function subtractRow(
  matrix: Float64Array,
  width: number,
  row: number,
  source: number,
  factor: number,
  first: number,
): void {
  for (let k = first; k < width; k++) {
    const target = row * width + k;
    matrix[target] = (matrix[target] as number) - factor * (matrix[source * width + k] as number);
  }
}
