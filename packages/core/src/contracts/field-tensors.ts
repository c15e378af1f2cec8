import type { NamedTensorMap } from '@tensorflow/tfjs-core';

import type { SamplingField } from './sampling-field.js';

/** The tensors of a field under the names that kernels know them by. */
export function fieldTensors(field: SamplingField): NamedTensorMap {
  switch (field.kind) {
    case 'homography':
      return { matrix: field.matrix };
    case 'basis':
      return { basis: field.basis, coefficients: field.coefficients };
    case 'grid':
      return { grid: field.grid };
    default:
      return field satisfies never;
  }
}

/** The same kind of field with other tensors. */
export function withFieldTensors(field: SamplingField, tensors: NamedTensorMap): SamplingField {
  return { ...field, ...tensors };
}
