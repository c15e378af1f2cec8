import {
  abs,
  clipByValue,
  clone,
  customGrad,
  div,
  floor,
  log,
  matMul,
  max,
  maximum,
  mul,
  neg,
  notEqual,
  pow,
  reshape,
  slice,
  sum,
  tensor2d,
  tidy,
  transpose,
  type GradSaveFunc,
  type Tensor,
  type Tensor2D,
  type Tensor3D,
} from '@tensorflow/tfjs-core';

import { keepWhere } from '../autodiff/keep-where.js';
import { assertMatrix } from '../checks/assert-field.js';

/**
 * The inverse of homographies: adjugate over determinant, of the matrix with its rows and columns
 * brought to the same size, so that neither leaves the range of float32.
 *
 * Convention: if `matrix` maps output to input coordinates, the result maps input to output. A
 * point in front of the horizon comes back with a positive third coordinate, also through a
 * mirroring matrix.
 *
 * A matrix whose determinant is 0 has no inverse, which only reading it back could tell. Its result
 * is the matrix of zeros, whose every point is behind the horizon and samples as padding, and no
 * gradient flows through it. NaN and infinite entries give NaN.
 *
 * @param matrix `[batch, 3, 3]`
 * @returns `[batch, 3, 3]`, with the last row 0 0 1 where that of `matrix` is; differentiable in
 *   `matrix`, twice
 * @throws ShapeError if it is no batch of 3 × 3 matrices
 * @throws DTypeError, OptionError, DisposedError if it is not a float32 tensor that is alive
 */
export function invert(matrix: Tensor3D): Tensor3D {
  assertMatrix('invert', 'matrix', matrix);
  // tfjs's wasm backend traps where it transposes nothing.
  if (matrix.shape[0] === 0) return clone(matrix);
  const inverse = customGrad((m, save) => {
    (save as GradSaveFunc)([m as Tensor]);
    return {
      value: tidy(() => scaledInverse(m as Tensor3D)),
      gradFunc: (dy: Tensor, [saved]: Tensor[]) => inverseGradient(saved as Tensor3D, dy),
    };
  });
  return inverse(matrix);
}

/** dM = -M⁻ᵀ dY M⁻ᵀ. Made of `invert` and ordinary ops, it has gradients in turn. */
function inverseGradient(matrix: Tensor3D, dy: Tensor): Tensor {
  return tidy(() => {
    const turned = transpose(invert(matrix), [0, 2, 1]);
    return neg(matMul(matMul(turned, dy), turned));
  });
}

/** With M = R · S · C, where R and C are diagonal: M⁻¹ = C⁻¹ · S⁻¹ · R⁻¹. */
function scaledInverse(matrix: Tensor3D): Tensor3D {
  const rows = powerOfTwo(matrix, 2);
  const evenRows = div(matrix, rows);
  const columns = powerOfTwo(evenRows, 1);
  const inverse = adjugateOverDeterminant(div(evenRows, columns));
  return div(div(inverse, transpose(columns, [0, 2, 1])), transpose(rows, [0, 2, 1]));
}

/**
 * The power of two near the largest entry along an axis, by which division is exact. Some is left of
 * the range on both sides, and rows of zeros keep a size.
 */
function powerOfTwo(matrix: Tensor, axis: number): Tensor {
  const largest = maximum(max(abs(matrix), axis, true), 2 ** -100);
  return pow(2, clipByValue(floor(div(log(largest), Math.LN2)), -100, 120));
}

function adjugateOverDeterminant(matrix: Tensor3D): Tensor3D {
  const batch = matrix.shape[0];
  const entries = reshape(matrix, [batch, 9]);
  const factors = [pickFirst, pickSecond].map((pick) => matMul(entries, tensor2d(pick, [9, 24])));
  const products = mul(factors[0] as Tensor2D, factors[1] as Tensor2D);
  const minors: Tensor2D = matMul(products, tensor2d(subtractPairs, [24, 12]));
  const adjugate = slice(minors, [0, 0], [batch, 9]);
  // Along the last row, so that an affine matrix gets exactly 1 in the corner.
  const alongRow = mul(slice(entries, [0, 6], [batch, 3]), slice(minors, [0, 9], [batch, 3]));
  const determinant = sum(alongRow, 1, true);
  const divisor = keepWhere(notEqual(determinant, 0), determinant, Infinity);
  return reshape(div(adjugate, divisor), [batch, 3, 3]);
}

/** The cofactors, as (row, column): those of the adjugate in row-major order, then the last row's. */
const cofactors: readonly (readonly [number, number])[] = [
  ...[0, 1, 2].flatMap((column) => [0, 1, 2].map((row) => [row, column] as const)),
  ...[0, 1, 2].map((column) => [2, column] as const),
];

/** Cofactor (i, j) is M[i+1, j+1] · M[i+2, j+2] - M[i+1, j+2] · M[i+2, j+1], indices modulo 3. */
const pickFirst: Float32Array = /* @__PURE__ */ selection((row, column) => [
  [row + 1, column + 1],
  [row + 1, column + 2],
]);
const pickSecond: Float32Array = /* @__PURE__ */ selection((row, column) => [
  [row + 2, column + 2],
  [row + 2, column + 1],
]);

/** `[24, 12]`: the first product of every pair minus the second. */
const subtractPairs: Float32Array = /* @__PURE__ */ Float32Array.from({ length: 288 }, (_, at) => {
  const product = Math.floor(at / 12);
  return product >> 1 === at % 12 ? 1 - 2 * (product % 2) : 0;
});

/** `[9, 24]`: which entry of a matrix each factor is, two for every cofactor. */
function selection(
  factors: (row: number, column: number) => readonly (readonly [number, number])[],
): Float32Array {
  const picked = cofactors.flatMap(([row, column]) => factors(row, column));
  const entry = ([row, column]: readonly [number, number]): number => (row % 3) * 3 + (column % 3);
  return Float32Array.from({ length: 216 }, (_, at) =>
    entry(picked[at % 24] as readonly [number, number]) === Math.floor(at / 24) ? 1 : 0,
  );
}
