import {
  add,
  clone,
  concat,
  matMul,
  mul,
  reshape,
  split,
  tensor2d,
  tensor3d,
  tidy,
  type Tensor,
  type Tensor3D,
} from '@tensorflow/tfjs-core';

import { assertMatrix } from '../checks/assert-field.js';

/** The series is summed at 1/16 of the matrix, and the result squared this often. */
const squarings = 4;

/** Terms of the series: three blocks of three powers. */
const blocks = 3;

/**
 * exp(matrix) of 3 × 3 matrices: from the coordinates of a Lie algebra to a group of
 * transformations, always invertible, in float32 up to a norm of about 10.
 *
 * Convention: matrices map normalised output `(x, y, 1)` to homogeneous input coordinates.
 *
 * Method: scaling and squaring of exp - 1, with 4 squarings of its series to degree 9, by powers up
 * to the third (Paterson and Stockmeyer, 1973). Keeping the 1 aside loses no digits to it. In float32
 * and relative to the largest entry the error is below 1e-6 up to a Frobenius norm of 5, and 2e-6 up
 * to 10; the same ops whatever the values, so that it can be traced. Larger ones lose digits, and
 * from a norm of some 40 on what comes out is no exponential any more.
 *
 * @param matrix `[batch, 3, 3]`
 * @returns `[batch, 3, 3]`, exactly the identity for zeros; differentiable, twice
 * @throws ShapeError if it is no batch of 3 × 3 matrices
 * @throws DTypeError, OptionError, DisposedError if it is not a float32 tensor that is alive
 */
export function matrixExponential(matrix: Tensor3D): Tensor3D {
  assertMatrix('matrixExponential', 'matrix', matrix);
  // XNNPACK, which multiplies on wasm, complains of the series of none.
  if (matrix.shape[0] === 0) return clone(matrix);
  return tidy(() => {
    let result = series(mul(matrix, 2 ** -squarings));
    for (let i = 0; i < squarings; i++) {
      // (1 + E)² - 1 = E · (E + 2)
      result = matMul(result, add(result, diagonal(2)));
    }
    return add(result, diagonal(1));
  });
}

/** X + X²/2! + … + X⁹/9! as B0 + X³ · (B1 + X³ · B2), with B made of X, X² and X³. */
function series(x: Tensor3D): Tensor3D {
  const { shape } = x;
  const square: Tensor3D = matMul(x, x);
  const cube: Tensor3D = matMul(square, x);
  const powers = concat(
    [x, square, cube].map((power) => reshape(power, [1, shape[0] * 9])),
    0,
  );
  const coefficients = tensor2d(reciprocalFactorials(), [blocks, 3]);
  const sums = split(matMul(coefficients, powers), blocks, 0).map((sum) => reshape(sum, shape));
  return sums.reduceRight((inner: Tensor, sum) => add(sum, matMul(cube, inner))) as Tensor3D;
}

/** 1, 1/2!, 1/3!, … */
function reciprocalFactorials(): Float32Array {
  let factorial = 1;
  return Float32Array.from({ length: blocks * 3 }, (_, index) => 1 / (factorial *= index + 1));
}

function diagonal(value: number): Tensor3D {
  return tensor3d([value, 0, 0, 0, value, 0, 0, 0, value], [1, 3, 3]);
}
