import {
  type GradSaveFunc,
  type Tensor,
  type Tensor3D,
  type Tensor4D,
  add,
  customGrad,
  expandDims,
  log,
  matMul,
  mul,
  neg,
  reshape,
  slice,
  square,
  sub,
  sum,
  tensor,
  tensor3d,
  tidy,
  transpose,
} from '@tensorflow/tfjs-core';
import type { OutputSize } from '@tfjs-stn/core';
import { pixelCentres } from '@tfjs-stn/core/~internal';

import { SplineSystem } from '../spline/spline-system.js';

/** Keeps the logarithm finite at distance 0; negligible in float32 next to any other distance. */
const nothing = 1e-12;

/**
 * The coefficients of one spline per item, `L(points)⁻¹ · right`. Each system is built and solved in
 * float64 on the host, which reads both tensors synchronously. The gradient uses this
 * operation and ordinary ones, so it is differentiable too.
 *
 * @param points `[batch, K, 2]`
 * @param right `[batch, K + 3, columns]`
 * @returns `[batch, K + 3, columns]`, differentiable in both
 */
export function solveSpline(points: Tensor3D, right: Tensor3D, regularization: number): Tensor3D {
  const solve = customGrad((...inputs) => {
    const [at, values, save] = inputs as [Tensor3D, Tensor3D, GradSaveFunc];
    save([at, values]);
    return {
      value: solveOnHost(at, values, regularization),
      gradFunc: (dy: Tensor, saved: Tensor[]): Tensor[] => {
        const [savedPoints, savedRight] = saved as [Tensor3D, Tensor3D];
        const byRight = solveSpline(savedPoints, dy as Tensor3D, regularization);
        const solution = solveSpline(savedPoints, savedRight, regularization);
        return [gradientByPoints(savedPoints, byRight, solution), byRight];
      },
    };
  });
  return solve(points, right);
}

function solveOnHost(points: Tensor3D, right: Tensor3D, regularization: number): Tensor3D {
  const [batch, count] = points.shape;
  const [, rows, columns] = right.shape;
  const places = Float64Array.from(points.dataSync());
  const values = right.dataSync();
  const solution = new Float32Array(values.length);
  for (let item = 0; item < batch; item++) {
    const at = places.subarray(item * count * 2, (item + 1) * count * 2);
    const start = item * rows * columns;
    // A right-hand side is a row for the solver.
    const index = (i: number): number => start + (i % rows) * columns + Math.floor(i / rows);
    const sides = Float64Array.from(
      { length: rows * columns },
      (_, i) => values[index(i)] as number,
    );
    new SplineSystem(at, regularization).solve(sides);
    sides.forEach((value, i) => {
      solution[index(i)] = value;
    });
  }
  return tensor3d(solution, right.shape);
}

/** dL = -L⁻ᵀ dX Xᵀ, propagated to the points in L; L is symmetric. */
function gradientByPoints(points: Tensor3D, byRight: Tensor3D, solution: Tensor3D): Tensor3D {
  const [batch, count] = points.shape;
  return tidy(() => {
    const half = neg(matMul(byRight, solution, false, true));
    const byMatrix = add(half, transpose(half, [0, 2, 1]));
    const difference = sub(expandDims(points, 2), expandDims(points, 1));
    const slope = radialSlope(sum(square(difference), -1));
    const byRadial = mul(slice(byMatrix, [0, 0, 0], [batch, count, count]), slope);
    const byDistance = sum(mul(expandDims(byRadial, -1), difference), 2);
    return add(byDistance, slice(byMatrix, [0, 0, count + 1], [batch, count, 2]));
  });
}

/**
 * Evaluates one spline per item at every output pixel: `[U(|q - Pj|), 1, q] · coefficients`.
 *
 * @param points `[batch, K, 2]`
 * @param coefficients `[batch, K + 3, 2]`
 * @returns `[batch, height, width, 2]`
 */
export function evaluateSpline(
  points: Tensor3D,
  coefficients: Tensor3D,
  [height, width]: OutputSize,
  alignCorners: boolean,
): Tensor4D {
  const [batch, count] = points.shape;
  return tidy(() => {
    const x = tensor(Float32Array.from(pixelCentres(width, alignCorners)), [1, 1, width, 1]);
    const y = tensor(Float32Array.from(pixelCentres(height, alignCorners)), [1, height, 1, 1]);
    const place = (axis: number): Tensor =>
      reshape(slice(points, [0, 0, axis], [batch, count, 1]), [batch, 1, 1, count]);
    const affine = (row: number): Tensor =>
      reshape(slice(coefficients, [0, count + row, 0], [batch, 1, 2]), [batch, 1, 1, 2]);

    const squared = add(square(sub(x, place(0))), square(sub(y, place(1))));
    const terms = reshape(radialTerms(squared), [batch, height * width, count]);
    const bent = matMul(terms, slice(coefficients, [0, 0, 0], [batch, count, 2]));
    const straight = add(affine(0), add(mul(affine(1), x), mul(affine(2), y)));
    return add(reshape(bent, [batch, height, width, 2]), straight);
  });
}

/** log r² + 1, twice dU / d(r²): its product with a difference of points is dU. */
function radialSlope(squared: Tensor): Tensor {
  return add(log(add(squared, nothing)), 1);
}

/** U = ½ r² log r² of squared distances, in ops without kinks, so differentiable at 0 as well. */
function radialTerms(squared: Tensor): Tensor {
  return mul(mul(squared, 0.5), log(add(squared, nothing)));
}
