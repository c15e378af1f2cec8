import type { Tensor } from '@tensorflow/tfjs-core';
import type { SamplingField } from '@tfjs-stn/core';

/** The tensors of a field, by name. */
export function fieldTensors(field: SamplingField): Readonly<Record<string, Tensor>> {
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
