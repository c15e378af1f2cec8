import type { KernelSampler } from '@tfjs-stn/core';
import { sub } from '@tensorflow/tfjs-core';

/** Bilinear interpolation, for composites whose paper asks for it. */
export const bilinearKernel: KernelSampler = {
  kind: 'kernel',
  name: 'bilinear',
  config: {},
  taps: 2,
  fastKernel: 'bilinear',
  weights: (offset) => [sub(1, offset), offset],
};
