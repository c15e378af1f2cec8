import type { OracleKernel } from './kernel.js';

/** The nearest pixel, half to even. It is a step, so its derivative is 0. */
export const nearest: OracleKernel = {
  taps: 1,
  weights: () => [1],
  weightDerivatives: () => [0],
};
