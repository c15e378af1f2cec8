import type { OracleKernel } from './kernel.js';

/** Linear interpolation between two neighbours. */
export const bilinear: OracleKernel = {
  taps: 2,
  weights: (offset) => [1 - offset, offset],
  weightDerivatives: () => [-1, 1],
};
