import { bicubic } from './bicubic.js';
import type { OracleKernel } from './kernel.js';

/** The nearest pixel, half to even. It is a step, so its derivative is 0. */
const nearest: OracleKernel = {
  taps: 1,
  weights: () => [1],
  weightDerivatives: () => [0],
};

/** Linear interpolation between two neighbours. */
const bilinear: OracleKernel = {
  taps: 2,
  weights: (offset) => [1 - offset, offset],
  weightDerivatives: () => [-1, 1],
};

/** The name of a built-in kernel; bicubic has a = -0.75. */
export type OracleKernelName = 'nearest' | 'bilinear' | 'bicubic';

/** The kernel of a name, or the given kernel. */
export function resolveKernel(kernel: OracleKernelName | OracleKernel): OracleKernel {
  if (typeof kernel !== 'string') return kernel;
  switch (kernel) {
    case 'nearest':
      return nearest;
    case 'bilinear':
      return bilinear;
    case 'bicubic':
      return bicubic(-0.75);
    default:
      throw new Error(`oracle: unknown kernel ${String(kernel satisfies never)}`);
  }
}
