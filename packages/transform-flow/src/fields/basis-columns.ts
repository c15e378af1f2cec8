import { tensor2d, type Tensor2D } from '@tensorflow/tfjs-core';
import type { OutputSize } from '@tfjs-stn/core';
import { allocateFloats, pixelCentres } from '@tfjs-stn/core/~internal';

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
