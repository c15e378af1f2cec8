/** A row-major matrix, or some columns at the start of its rows. */
export interface Matrix {
  readonly data: Float64Array;
  /** The row stride, in numbers. */
  readonly stride: number;
}

/** A half-open range of indices. */
export type Range = readonly [from: number, to: number];

/** Columns that are eliminated together. */
const block = 16;

/** Terms per partial sum, so that the rows stay in cache. */
const chunk = 256;

/**
 * The Cholesky factor of the trailing part of a symmetric matrix, in place: `A = C · Cᵀ`, with C in
 * the lower triangle and its mirror image in the upper one, so that both substitutions read rows.
 *
 * A pivot below the rounding errors of the matrix is replaced by their size, so that points which
 * nearly coincide give a large solution instead of NaN. NaN propagates.
 *
 * @param range the rows and columns of the trailing part
 */
export function factorise(matrix: Matrix, [first, end]: Range): void {
  const { data, stride } = matrix;
  const least = Number.EPSILON * largestOnDiagonal(matrix, [first, end]);
  for (let from = first; from < end; from += block) {
    const rows: Range = [from, Math.min(from + block, end)];
    substituteForward(matrix, rows, matrix, [first, from]);
    subtractProducts(matrix, matrix, rows, matrix, rows, [first, from]);
    factoriseBlock(matrix, rows, least);
    for (let row = from; row < rows[1]; row++) {
      for (let column = first; column < row; column++) {
        data[column * stride + row] = data[row * stride + column] as number;
      }
    }
  }
}

/** The factor of a diagonal block, from whose rows the products with earlier ones are subtracted. */
function factoriseBlock({ data, stride }: Matrix, [first, end]: Range, least: number): void {
  for (let row = first; row < end; row++) {
    for (let column = first; column <= row; column++) {
      const [a, b] = [row * stride, column * stride];
      const rest = (data[a + column] as number) - dot(data, a, data, b, [first, column]);
      data[a + column] =
        row === column ? Math.sqrt(Math.max(rest, least)) : rest / (data[b + column] as number);
    }
  }
}

/** Replaces every row x by the solution of `factor · x = row`, in a range of columns. */
export function substituteForward(
  target: Matrix,
  rows: Range,
  factor: Matrix,
  [first, end]: Range,
): void {
  for (let from = first; from < end; from += block) {
    const to = Math.min(from + block, end);
    subtractProducts(target, target, rows, factor, [from, to], [first, from]);
    for (let row = rows[0]; row < rows[1]; row++) solveUp(target, row, factor, from, to);
  }
}

/** Replaces every row x by the solution of `factorᵀ · x = row`, in a range of columns. */
export function substituteBackward(
  target: Matrix,
  rows: Range,
  factor: Matrix,
  [first, end]: Range,
): void {
  for (let to = end; to > first; to -= block) {
    const from = Math.max(to - block, first);
    subtractProducts(target, target, rows, factor, [from, to], [to, end]);
    for (let row = rows[0]; row < rows[1]; row++) solveDown(target, row, factor, from, to);
  }
}

/** Solves for the columns of a block in one row, from the first to the last. */
function solveUp(
  { data: x, stride: ofX }: Matrix,
  row: number,
  { data: f, stride: ofF }: Matrix,
  from: number,
  to: number,
): void {
  const p = row * ofX;
  for (let column = from; column < to; column++) {
    const q = column * ofF;
    let rest = x[p + column] as number;
    for (let k = from; k < column; k++) rest -= (x[p + k] as number) * (f[q + k] as number);
    x[p + column] = rest / (f[q + column] as number);
  }
}

/** Solves for the columns of a block in one row, from the last to the first. */
function solveDown(
  { data: x, stride: ofX }: Matrix,
  row: number,
  { data: f, stride: ofF }: Matrix,
  from: number,
  to: number,
): void {
  const p = row * ofX;
  for (let column = to - 1; column >= from; column--) {
    const q = column * ofF;
    let rest = x[p + column] as number;
    for (let k = column + 1; k < to; k++) rest -= (x[p + k] as number) * (f[q + k] as number);
    x[p + column] = rest / (f[q + column] as number);
  }
}

/**
 * `target[i, j] -= Σ source[i, k] · factor[j, k]`, over a range of k: most of the work. Tiles of two
 * rows and four columns, whose sums stay in registers.
 */
export function subtractProducts(
  target: Matrix,
  source: Matrix,
  rows: Range,
  factor: Matrix,
  columns: Range,
  [first, end]: Range,
): void {
  for (let from = first; from < end; from += chunk) {
    const over: Range = [from, Math.min(from + chunk, end)];
    for (let column = columns[0]; column < columns[1]; column += 4) {
      for (let row = rows[0]; row < rows[1]; row += 2) {
        if (column + 4 <= columns[1] && row + 2 <= rows[1]) {
          subtractTile(target, source, row, factor, column, over);
        } else {
          subtractEdge(target, source, [row, rows[1]], factor, [column, columns[1]], over);
        }
      }
    }
  }
}

/** In plain variables: destructuring would allocate in the innermost loop. */
function subtractTile(
  { data: into, stride: ofInto }: Matrix,
  { data: x, stride: ofX }: Matrix,
  row: number,
  { data: f, stride: ofF }: Matrix,
  column: number,
  [from, to]: Range,
): void {
  const p0 = row * ofX;
  const q0 = column * ofF;
  const q1 = q0 + ofF;
  const q2 = q1 + ofF;
  const q3 = q2 + ofF;
  let a0 = 0;
  let a1 = 0;
  let a2 = 0;
  let a3 = 0;
  let b0 = 0;
  let b1 = 0;
  let b2 = 0;
  let b3 = 0;
  for (let k = from; k < to; k++) {
    const a = x[p0 + k] as number;
    const b = x[p0 + ofX + k] as number;
    const c = f[q0 + k] as number;
    const d = f[q1 + k] as number;
    const e = f[q2 + k] as number;
    const g = f[q3 + k] as number;
    a0 += a * c;
    a1 += a * d;
    a2 += a * e;
    a3 += a * g;
    b0 += b * c;
    b1 += b * d;
    b2 += b * e;
    b3 += b * g;
  }
  subtractFour(into, row * ofInto + column, a0, a1, a2, a3);
  subtractFour(into, (row + 1) * ofInto + column, b0, b1, b2, b3);
}

function subtractFour(
  into: Float64Array,
  at: number,
  a: number,
  b: number,
  c: number,
  d: number,
): void {
  into[at] = (into[at] as number) - a;
  into[at + 1] = (into[at + 1] as number) - b;
  into[at + 2] = (into[at + 2] as number) - c;
  into[at + 3] = (into[at + 3] as number) - d;
}

/** The remainder of a tile at the lower or right edge. */
function subtractEdge(
  { data: into, stride: ofInto }: Matrix,
  { data: x, stride: ofX }: Matrix,
  [row, lastRow]: Range,
  { data: f, stride: ofF }: Matrix,
  [column, lastColumn]: Range,
  over: Range,
): void {
  for (let i = row; i < Math.min(row + 2, lastRow); i++) {
    for (let j = column; j < Math.min(column + 4, lastColumn); j++) {
      const at = i * ofInto + j;
      into[at] = (into[at] as number) - dot(x, i * ofX, f, j * ofF, over);
    }
  }
}

/** The product of two rows, over a range of their columns. */
export function dot(
  x: Float64Array,
  startOfX: number,
  y: Float64Array,
  startOfY: number,
  [from, to]: Range,
): number {
  let sum = 0;
  for (let k = from; k < to; k++) sum += (x[startOfX + k] as number) * (y[startOfY + k] as number);
  return sum;
}

function largestOnDiagonal({ data, stride }: Matrix, [first, end]: Range): number {
  let largest = 0;
  for (let i = first; i < end; i++) largest = Math.max(largest, data[i * stride + i] as number);
  return largest;
}
