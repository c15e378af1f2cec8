import { describeTransform, type TransformConformance } from '@tfjs-stn/testing/vitest';
import {
  bsplineFfd,
  flow,
  polynomial,
  type BsplineFfdConfig,
  type PolynomialConfig,
} from '@tfjs-stn/transform-flow';

/** A cubic B-spline about 0 with knots at whole numbers, by its truncated powers. */
function cubicSpline(t: number): number {
  const power = (shift: number): number => Math.max(t + shift, 0) ** 3;
  return (power(2) - 4 * power(1) + 6 * power(0) - 4 * power(-1) + power(-2)) / 6;
}

/** Written out, up to degree 3. */
const legendre: readonly ((x: number) => number)[] = [
  () => 1,
  (x) => x,
  (x) => (3 * x ** 2 - 1) / 2,
  (x) => (5 * x ** 3 - 3 * x) / 2,
];

/** By total degree, then by falling degree in x. */
const products: readonly (readonly [number, number])[] = [
  [0, 0],
  [1, 0],
  [0, 1],
  [2, 0],
  [1, 1],
  [0, 2],
  [3, 0],
  [2, 1],
  [1, 2],
  [0, 3],
];

/** Declares the suite of every transform of this package. */
export function declareConformance(on: Pick<TransformConformance, 'backends' | 'hooks'>): void {
  describeTransform(flow, {
    configs: [{ size: [3, 4] }, { size: [1, 1] }, { size: [7, 5] }],
    ...on,
  });

  describeTransform<BsplineFfdConfig>(bsplineFfd, {
    configs: [{ controlPoints: [4, 4] }, { controlPoints: [6, 5] }],
    ...on,
    reference: (theta, x, y, { controlPoints: [rows, columns] }) => {
      const moved: [number, number] = [x, y];
      theta.forEach((displacement, index) => {
        const point = Math.floor(index / 2);
        const [row, column] = [Math.floor(point / columns), point % columns];
        // The control point with index 1 lies at -1.
        const across = cubicSpline(((x + 1) * (columns - 3)) / 2 - (column - 1));
        const down = cubicSpline(((y + 1) * (rows - 3)) / 2 - (row - 1));
        moved[index % 2 === 0 ? 0 : 1] += displacement * across * down;
      });
      return moved;
    },
  });

  describeTransform<PolynomialConfig>(polynomial, {
    configs: [{ degree: 1 }, { degree: 2 }, { degree: 3 }],
    ...on,
    reference: (theta, x, y) => {
      const moved: [number, number] = [0, 0];
      theta.forEach((coefficient, index) => {
        const [i, j] = products[Math.floor(index / 2)] as readonly [number, number];
        const term = (legendre[i]?.(x) as number) * (legendre[j]?.(y) as number);
        moved[index % 2 === 0 ? 0 : 1] += coefficient * term;
      });
      return moved;
    },
  });
}
