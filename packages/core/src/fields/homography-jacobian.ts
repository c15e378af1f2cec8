import {
  abs,
  all,
  concat,
  div,
  greater,
  lessEqual,
  logicalAnd,
  matMul,
  mul,
  reshape,
  slice,
  square,
  sub,
  tensor3d,
  type Tensor,
  type Tensor3D,
  type Tensor4D,
} from '@tensorflow/tfjs-core';

import { keepWhere } from '../autodiff/keep-where.js';
import { assertTensorFits } from '../checks/memory.js';
import type { HomographyField, OutputSize } from '../contracts/sampling-field.js';
import { baseCoordinates } from '../coordinates/base-coordinates.js';

/**
 * How far a homography moves per normalised unit of the output along x and along y, 0 behind the
 * horizon. With rows r₀, r₁, r₂ of the matrix and q = (x, y, 1), the derivative of (rᵢ·q) / (r₂·q) by
 * the k-th of x and y is `(rᵢₖ r₂ - r₂ₖ rᵢ)·q / (r₂·q)²`. It is 0, without gradient, where that is
 * not finite, and for every matrix with an entry that is not finite.
 *
 * @returns each `[batch, outHeight, outWidth, 2]`
 */
export function homographyJacobian(field: HomographyField): [alongX: Tensor4D, alongY: Tensor4D] {
  const { outputSize, alignCorners } = field;
  const batch = field.matrix.shape[0];
  const known = all(isFiniteNumber(field.matrix), [1, 2], true);
  const matrix = keepWhere(known, field.matrix, 0);
  // All of it in pairs from products with q: broadcasting is slow on wasm.
  const points = homogeneousPoints(outputSize, alignCorners);
  const rows = slice(matrix, [0, 0, 0], [batch, 2, 3]);
  const last = slice(matrix, [0, 2, 0], [batch, 1, 3]);
  const w = matMul<Tensor3D>(points, concat([last, last], 1), false, true);
  const squared = square(w);
  const divides = logicalAnd(isFiniteNumber(squared), isFiniteNumber(div(1, squared)));
  const inFront = logicalAnd(greater(w, 0), divides);
  const along = (column: number): Tensor4D => {
    const [slope, tilt] = [rows, last].map((part) =>
      slice(part, [0, 0, column], [batch, part.shape[1], 1]),
    ) as [Tensor3D, Tensor3D];
    const numerator = matMul<Tensor3D>(points, sub(mul(slope, last), mul(tilt, rows)), false, true);
    const usable = logicalAnd(inFront, isFiniteNumber(numerator));
    const derivative = div(keepWhere(usable, numerator, 0), keepWhere(usable, squared, 1));
    return reshape(derivative, [batch, ...outputSize, 2]);
  };
  return [along(0), along(1)];
}

/** `(x, y, 1)` of every output pixel: `[1, outHeight · outWidth, 3]`. */
function homogeneousPoints([height, width]: OutputSize, alignCorners: boolean): Tensor3D {
  assertTensorFits('fieldJacobian', [height, width, 3]);
  const [xs, ys] = [width, height].map((size) => baseCoordinates(size, alignCorners).dataSync());
  const values = new Float32Array(height * width * 3);
  for (let pixel = 0; pixel < height * width; pixel++) {
    values[pixel * 3] = xs![pixel % width]!;
    values[pixel * 3 + 1] = ys![Math.floor(pixel / width)]!;
    values[pixel * 3 + 2] = 1;
  }
  return tensor3d(values, [1, height * width, 3]);
}

const largestFloat32 = 3.4e38;

/** Whether numbers are neither infinite nor NaN. */
export function isFiniteNumber(x: Tensor): Tensor {
  return lessEqual(abs(x), largestFloat32);
}
