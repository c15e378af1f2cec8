import {
  add,
  matMul,
  mul,
  reshape,
  slice,
  square,
  sub,
  tensor,
  tidy,
  type Tensor,
  type Tensor3D,
  type Tensor4D,
} from '@tensorflow/tfjs-core';
import type { OutputSize } from '@tfjs-stn/core';
import { pixelCentres } from '@tfjs-stn/core/~internal';

import { radialTerms } from './radial-terms.js';

/**
 * A spline per item at every output pixel: `[U(|q - Pj|), 1, q] · coefficients`.
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
