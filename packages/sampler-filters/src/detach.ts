import { clone, customGrad, type Tensor } from '@tensorflow/tfjs-core';
import type { SamplingField } from '@tfjs-stn/core';

/** The same values, from which no gradient finds its way back. */
function detach<T extends Tensor>(x: T): T {
  // What an op without inputs does is not on the tape.
  return customGrad(() => ({ value: clone(x), gradFunc: () => [] }))();
}

/** The same field, which no gradient reaches. */
export function detachField(field: SamplingField): SamplingField {
  switch (field.kind) {
    case 'homography':
      return { ...field, matrix: detach(field.matrix) };
    case 'basis':
      return { ...field, basis: detach(field.basis), coefficients: detach(field.coefficients) };
    case 'grid':
      return { ...field, grid: detach(field.grid) };
    default:
      return field satisfies never;
  }
}
