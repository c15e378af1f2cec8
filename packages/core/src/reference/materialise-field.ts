import { matMul, reshape, transpose, type Tensor4D } from '@tensorflow/tfjs-core';

import type { SamplingField } from '../contracts/sampling-field.js';
import { emptyAlong } from './empty-output.js';
import { homographyGrid } from './homography-grid.js';

/** Any field as a grid `[batch, outHeight, outWidth, 2]`, differentiable in the field's tensors. */
export function materialiseField(field: SamplingField): Tensor4D {
  if (field.kind === 'grid') return field.grid;
  const empty = emptyAlong(field, 2);
  if (empty !== undefined) return empty;
  switch (field.kind) {
    case 'homography':
      return homographyGrid(field.matrix, field.outputSize, field.alignCorners).grid;
    case 'basis': {
      const { basis, coefficients, outputSize } = field;
      const [batch, terms] = coefficients.shape;
      // One product for the whole batch, so that no copy of the basis is made per item.
      const sideBySide = reshape(transpose(coefficients, [1, 0, 2]), [terms, batch * 2]);
      const points = reshape(matMul(basis, sideBySide), [...outputSize, batch, 2]);
      return transpose(points, [2, 0, 1, 3]) as Tensor4D;
    }
    default:
      return field satisfies never;
  }
}
