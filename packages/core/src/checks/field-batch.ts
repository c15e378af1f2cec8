import type { SamplingField } from '../contracts/sampling-field.js';

/** How many images a field describes. */
export function fieldBatch(field: SamplingField): number {
  switch (field.kind) {
    case 'homography':
      return field.matrix.shape[0];
    case 'basis':
      return field.coefficients.shape[0];
    case 'grid':
      return field.grid.shape[0];
    default:
      return field satisfies never;
  }
}
