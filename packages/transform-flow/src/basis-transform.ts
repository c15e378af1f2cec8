import { type Tensor2D, type Tensor3D, tensor2d } from '@tensorflow/tfjs-core';
import type { OutputSize, TransformDefinition } from '@tfjs-stn/core';
import { TensorCache, allocateFloats, pixelCentres } from '@tfjs-stn/core/~internal';

/** Output sizes with a cached basis. */
const cachedSizes = 4;

/** The components of a transform that is linear in θ. */
interface BasisFamily {
  readonly identity: readonly number[];
  readonly basis: (outputSize: OutputSize, alignCorners: boolean) => Tensor2D;
  readonly coefficients: (theta: Tensor2D) => Tensor3D;
}

/** Defines a transform that is linear in θ. The basis of an output size is computed once. */
export function basisTransform({
  identity,
  basis,
  coefficients,
}: BasisFamily): TransformDefinition {
  const cache = new TensorCache(cachedSizes);
  return {
    paramCount: identity.length,
    identity,
    field: (theta, { outputSize, alignCorners }) => ({
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

/**
 * The basis of a family whose terms are products of a function of x and one of y: computed in
 * float64, rounded once.
 *
 * @param name of the family, for errors
 * @param alongAxis the functions of one axis at a point of it
 * @param terms which of them are multiplied: index along x, index along y
 * @param withPixel whether two more terms give x and y themselves
 * @returns `[height · width, terms (+ 2)]`
 */
export function basisColumns(
  operation: string,
  alongAxis: {
    readonly x: (at: number) => ArrayLike<number>;
    readonly y: (at: number) => ArrayLike<number>;
  },
  terms: readonly (readonly [x: number, y: number])[],
  withPixel: boolean,
  [height, width]: OutputSize,
  alignCorners: boolean,
): Tensor2D {
  const length = terms.length + (withPixel ? 2 : 0);
  const basis = allocateFloats(operation, 'basis', [height * width, length]);
  const columns = Array.from(pixelCentres(width, alignCorners), (x) => ({
    x,
    ofX: alongAxis.x(x),
  }));
  let start = 0;
  for (const y of pixelCentres(height, alignCorners)) {
    const ofY = alongAxis.y(y);
    for (const { x, ofX } of columns) {
      terms.forEach(([i, j], term) => {
        basis[start + term] = (ofX[i] as number) * (ofY[j] as number);
      });
      if (withPixel) basis.set([x, y], start + terms.length);
      start += length;
    }
  }
  return tensor2d(basis, [height * width, length]);
}
