import { thinPlate } from './thin-plate.js';

/**
 * The system of a thin-plate spline, `L = [[U(|Pi - Pj|) + λI, 1, P], [1ᵀ, 0, 0], [Pᵀ, 0, 0]]`.
 *
 * @param points `[K, 2]`, row-major (x, y)
 * @param regularization λ
 * @returns `[K + 3, K + 3]`, row-major and symmetric
 */
export function splineMatrix(points: Float64Array, regularization: number): Float64Array {
  const count = points.length / 2;
  const size = count + 3;
  const matrix = new Float64Array(size * size);
  const put = (row: number, column: number, value: number): void => {
    matrix[row * size + column] = value;
    matrix[column * size + row] = value;
  };
  for (let i = 0; i < count; i++) {
    const [x = NaN, y = NaN] = points.subarray(2 * i, 2 * i + 2);
    put(i, i, regularization);
    for (let j = 0; j < i; j++) {
      const [dx, dy] = [x - (points[2 * j] as number), y - (points[2 * j + 1] as number)];
      put(i, j, thinPlate(dx * dx + dy * dy));
    }
    put(i, count, 1);
    put(i, count + 1, x);
    put(i, count + 2, y);
  }
  return matrix;
}
