import {
  add,
  matMul,
  reshape,
  tensor2d,
  type Tensor2D,
  type Tensor3D,
} from '@tensorflow/tfjs-core';

import { OptionError } from '../errors.js';

/** A constant 3 × 3 matrix, row by row. */
export type MatrixEntries = readonly [
  m11: number,
  m12: number,
  m13: number,
  m21: number,
  m22: number,
  m23: number,
  m31: number,
  m32: number,
  m33: number,
];

/**
 * A linear family of matrices, `constant + Σ coefficient_k · term_k`: how a parameterisation puts
 * its matrix together from θ in two ops, or the generators of a Lie algebra.
 *
 * Convention: matrices map normalised output `(x, y, 1)` to homogeneous input coordinates.
 *
 * @param terms a matrix for every coefficient, at least one
 * @param constant what is there with all coefficients 0; default zeros
 * @returns a function from coefficients `[batch, terms]` to matrices `[batch, 3, 3]`,
 *   differentiable, twice; to be called in a `tf.tidy`, as a transform's `field` is
 * @throws OptionError if there is no term, or a matrix has not nine numbers
 */
export function linearMatrixFamily(
  terms: readonly MatrixEntries[],
  constant?: MatrixEntries,
): (coefficients: Tensor2D) => Tensor3D {
  const matrices: readonly (readonly number[])[] = [...terms, ...(constant ? [constant] : [])];
  const wrong = matrices.find(({ length }) => length !== 9);
  if (wrong !== undefined || terms.length === 0) {
    throw new OptionError(
      'linearMatrixFamily',
      wrong === undefined
        ? 'there must be at least one term, got none'
        : `a matrix must have 9 entries, got ${wrong.length}`,
    );
  }
  const count = terms.length;
  const stacked = Float32Array.from(terms.flat());
  const offset = constant && Float32Array.from(constant);
  return (coefficients) => {
    const combined = matMul(coefficients, tensor2d(stacked, [count, 9]));
    const entries = offset ? add(combined, tensor2d(offset, [1, 9])) : combined;
    return reshape(entries, [coefficients.shape[0], 3, 3]);
  };
}
