import { defineSampler, type KernelSampler, type SamplerFactory } from '@tfjs-stn/core';
import { sub } from '@tensorflow/tfjs-core';

declare module '@tfjs-stn/core' {
  interface SamplerConfigs {
    bilinear: Record<string, never>;
  }
}

/**
 * Bilinear interpolation: each axis weighs the two pixels around the point by how near they are
 * (Jaderberg et al., 2015, eq. 5).
 *
 * Convention: padding other than zeros moves the point before it is read. Differentiable in image and
 * coordinates, twice; at a pixel's centre the coordinate's gradient is the right-hand one.
 *
 * @throws OptionError if it is called with a config
 */
export const bilinear: SamplerFactory<[], KernelSampler> = /* @__PURE__ */ defineSampler(
  'bilinear',
  () => ({
    taps: 2,
    fastKernel: 'bilinear',
    weights: (offset) => [sub(1, offset), offset],
  }),
);
