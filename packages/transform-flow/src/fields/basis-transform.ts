import type { Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import type { OutputSize, TransformDefinition } from '@tfjs-stn/core';
import { TensorCache } from '@tfjs-stn/core/~internal';

/** Output sizes whose basis is kept. */
const cachedSizes = 4;

/** What a family that is linear in θ is made of. */
export interface BasisFamily {
  readonly identity: readonly number[];
  readonly basis: (outputSize: OutputSize, alignCorners: boolean) => Tensor2D;
  readonly coefficients: (theta: Tensor2D) => Tensor3D;
}

/** A family that is linear in θ as a transform: the basis of an output size is computed once. */
export function basisTransform({
  identity,
  basis,
  coefficients,
}: BasisFamily): TransformDefinition {
  const cache = new TensorCache(cachedSizes);
  return {
    paramCount: identity.length,
    identity,
    field: (theta, outputSize, alignCorners) => ({
      kind: 'basis',
      basis: cache.get(`${outputSize.join('x')} ${alignCorners}`, () =>
        basis(outputSize, alignCorners),
      ),
      coefficients: coefficients(theta),
      outputSize,
      alignCorners,
    }),
    dispose: () => cache.dispose(),
  };
}
