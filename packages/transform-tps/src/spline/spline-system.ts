import {
  type Matrix,
  type Range,
  dot,
  factorise,
  substituteBackward,
  substituteForward,
  subtractProducts,
} from './cholesky.js';
import { thinPlate } from './thin-plate.js';

/** Right-hand sides solved together, so that they stay in cache. */
const together = 64;

/** The Householder QR decomposition of the columns 1, x and y. */
interface Triangle {
  /** Three vectors v, each for the reflection I - v vᵀ. */
  readonly reflections: readonly Float64Array[];
  /** `[3, 3]`, row-major; zeros below the diagonal. */
  readonly upper: Float64Array;
}

/**
 * The system of a thin-plate spline through fixed points (Bookstein, 1989), factored once, in
 * float64: `L = [[U(|Pi - Pj|) + λI, 1, P], [1ᵀ, 0, 0], [Pᵀ, 0, 0]]`. NaN gives NaN.
 *
 * U is positive definite on the subspace orthogonal to 1, x and y (Micchelli, 1986). Reflections map
 * these three to the first coordinates, so the rest has a Cholesky factor. This takes half the
 * operations of elimination with pivoting, and memory for K² numbers.
 */
export class SplineSystem {
  /** `[K, 2]`, row-major (x, y) */
  readonly points: Float64Array;
  readonly #count: number;
  readonly #triangle: Triangle;
  /** U between the points, reflected; from the fourth row and column on, its Cholesky factor. */
  readonly #turned: Matrix;
  #negativeInverse: Float64Array | undefined;

  /**
   * @param points `[K, 2]`, row-major (x, y), distinct and not all on one line
   * @param regularization λ: 0 interpolates the values, larger values bend less
   */
  constructor(points: Float64Array, regularization: number) {
    this.points = points;
    this.#count = points.length / 2;
    this.#triangle = triangulate(points);
    this.#turned = { data: radialMatrix(points, regularization), stride: this.#count };
    for (const v of this.#triangle.reflections) reflectBothSides(this.#turned.data, v);
    factorise(this.#turned, [3, this.#count]);
  }

  /**
   * The coefficients of the spline with the given values at the points.
   *
   * @param values `[K, 2]`
   * @returns `[2, K + 3]`, those of each axis in a row
   */
  interpolate(values: Float64Array): Float64Array {
    const second = this.#count + 3;
    const rows = new Float64Array(2 * second);
    for (let k = 0; k < this.#count; k++) {
      rows[k] = values[2 * k] as number;
      rows[second + k] = values[2 * k + 1] as number;
    }
    this.solve(rows);
    return rows;
  }

  /**
   * Solves `L · x = right`.
   *
   * @param rows `[right-hand sides, K + 3]`, overwritten by the solutions
   */
  solve(rows: Float64Array): void {
    const stride = this.#count + 3;
    for (let first = 0; first < rows.length; first += together * stride) {
      this.#solveTogether(rows.subarray(first, first + together * stride));
    }
  }

  /**
   * The first K numbers of each solution, from the inverse of L: faster than `solve` for more than K
   * right-hand sides. The first call computes the inverse, at the cost of K of them.
   *
   * @param rows `[right-hand sides, K + 3]`
   * @param into `[right-hand sides, K]`, overwritten
   */
  solveByInverse(rows: Float64Array, into: Float64Array): void {
    const [count, stride] = [this.#count, this.#count + 3];
    this.#negativeInverse ??= this.#invert();
    const inverse: Matrix = { data: this.#negativeInverse, stride };
    const all: Range = [0, rows.length / stride];
    into.fill(0);
    const target: Matrix = { data: into, stride: count };
    subtractProducts(target, { data: rows, stride }, all, inverse, [0, count], [0, stride]);
  }

  /** `-L⁻¹` without the last three rows; it is symmetric. */
  #invert(): Float64Array {
    const stride = this.#count + 3;
    const rows = new Float64Array(this.#count * stride);
    for (let k = 0; k < this.#count; k++) rows[k * stride + k] = -1;
    this.solve(rows);
    return rows;
  }

  #solveTogether(rows: Float64Array): void {
    const stride = this.#count + 3;
    const target: Matrix = { data: rows, stride };
    const all: Range = [0, rows.length / stride];
    const curved: Range = [3, this.#count];
    const each = (visit: (row: Float64Array) => void): void => {
      for (let at = 0; at < rows.length; at += stride) visit(rows.subarray(at, at + stride));
    };
    each((row) => this.#separate(row));
    substituteForward(target, all, this.#turned, curved);
    substituteBackward(target, all, this.#turned, curved);
    each((row) => this.#join(row));
  }

  /** Reflects a right-hand side and eliminates the three weights that the last rows of L fix. */
  #separate(row: Float64Array): void {
    const [count, { reflections, upper }] = [this.#count, this.#triangle];
    for (const v of reflections) reflect(row, v);
    for (let i = 0; i < 3; i++) {
      let rest = row[count + i] as number;
      for (let j = 0; j < i; j++) rest -= (upper[3 * j + i] as number) * (row[j] as number);
      row[count + i] = row[i] as number;
      row[i] = rest / (upper[4 * i] as number);
    }
    const { data } = this.#turned;
    for (let i = 0; i < 3; i++) {
      const weight = row[i] as number;
      for (let k = 3; k < count; k++) {
        row[k] = (row[k] as number) - weight * (data[i * count + k] as number);
      }
    }
  }

  /** Solves for the affine part and reflects the weights back. */
  #join(row: Float64Array): void {
    const [count, { reflections, upper }] = [this.#count, this.#triangle];
    for (let i = 2; i >= 0; i--) {
      const bent = dot(row, 0, this.#turned.data, i * count, [0, count]);
      let rest = (row[count + i] as number) - bent;
      for (let j = i + 1; j < 3; j++) {
        rest -= (upper[3 * i + j] as number) * (row[count + j] as number);
      }
      row[count + i] = rest / (upper[4 * i] as number);
    }
    for (let i = 2; i >= 0; i--) reflect(row, reflections[i] as Float64Array);
  }
}

/** U between all points, `[K, K]`, with λ on the diagonal. */
function radialMatrix(points: Float64Array, regularization: number): Float64Array {
  const count = points.length / 2;
  const matrix = new Float64Array(count * count);
  for (let i = 0; i < count; i++) {
    matrix[i * count + i] = regularization;
    for (let j = 0; j < i; j++) {
      const dx = (points[2 * i] as number) - (points[2 * j] as number);
      const dy = (points[2 * i + 1] as number) - (points[2 * j + 1] as number);
      const value = thinPlate(dx * dx + dy * dy);
      matrix[i * count + j] = value;
      matrix[j * count + i] = value;
    }
  }
  return matrix;
}

/** The QR decomposition of the columns 1, x and y. */
function triangulate(points: Float64Array): Triangle {
  const count = points.length / 2;
  const columns = [0, 1, 2].map((term) =>
    Float64Array.from({ length: count }, (_, i) =>
      term === 0 ? 1 : (points[2 * i + term - 1] as number),
    ),
  );
  const reflections = columns.map((column, i) => {
    const v = Float64Array.from(column, (value, k) => (k < i ? 0 : value));
    const norm = Math.sqrt(dot(v, 0, v, 0, [i, count]));
    v[i] = (v[i] as number) + ((v[i] as number) < 0 ? -norm : norm);
    const scale = Math.sqrt(2 / dot(v, 0, v, 0, [i, count]));
    v.forEach((value, k) => {
      v[k] = value * scale;
    });
    for (const other of columns) reflect(other, v);
    return v;
  });
  const upper = Float64Array.from({ length: 9 }, (_, at) => {
    const row = Math.floor(at / 3);
    return at % 3 < row ? 0 : (columns[at % 3]?.[row] as number);
  });
  return { reflections, upper };
}

/** row -= v (v · row) */
function reflect(row: Float64Array, v: Float64Array): void {
  const along = dot(row, 0, v, 0, [0, v.length]);
  for (let k = 0; k < v.length; k++) row[k] = (row[k] as number) - along * (v[k] as number);
}

/** H · matrix · H for a symmetric matrix and H = I - v vᵀ, in place. */
function reflectBothSides(matrix: Float64Array, v: Float64Array): void {
  const count = v.length;
  const product = v.map((_, row) => dot(matrix, row * count, v, 0, [0, count]));
  const half = dot(product, 0, v, 0, [0, count]) / 2;
  const u = product.map((value, k) => value - half * (v[k] as number));
  for (let row = 0; row < count; row++) {
    const [a, b] = [u[row] as number, v[row] as number];
    for (let k = 0; k < count; k++) {
      const at = row * count + k;
      matrix[at] = (matrix[at] as number) - (a * (v[k] as number) + b * (u[k] as number));
    }
  }
}
