import { tidy, type Tensor2D, type Tensor3D } from '@tensorflow/tfjs-core';

import { defineTransform, type TransformFactory } from '../registry/define-transform.js';

/** What the author of a parameterisation writes. */
export interface HomographyDefinition {
  /** The θ that leaves the image unchanged; as long as θ is wide. */
  readonly identity: readonly number[];
  /**
   * @param theta `[batch, paramCount]`
   * @returns `[batch, 3, 3]`, normalised output `(x, y, 1)` to homogeneous input coordinates
   */
  matrix(theta: Tensor2D): Tensor3D;
}

/**
 * Makes the factory of a transform without config whose field is a homography, from its matrix.
 *
 * Convention: as `field` of a transform; only the matrix is left when it returns.
 *
 * @param name the transform's name in saved models
 * @param definition identity and matrix
 * @throws OptionError if its config has any key, when called
 */
export function defineHomographyTransform(
  name: string,
  { identity, matrix }: HomographyDefinition,
): TransformFactory<[]> {
  return defineTransform(name, () => ({
    paramCount: identity.length,
    identity,
    field: (theta, frame) => ({
      kind: 'homography',
      matrix: tidy(() => matrix(theta)),
      ...frame,
    }),
  }));
}
