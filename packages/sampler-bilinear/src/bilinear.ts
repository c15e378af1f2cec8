import { defineSampler, type KernelSampler, type SamplerFactory } from '@tfjs-stn/core';
import { sub } from '@tensorflow/tfjs-core';

declare module '@tfjs-stn/core' {
  interface SamplerConfigs {
    bilinear: Record<string, never>;
  }
}

/**
 * Bilinear interpolation: along each axis, weights the two pixels around the point by distance.
 *
 * Convention: padding other than zeros moves the point before sampling. Twice differentiable w.r.t.
 * image and coordinates; at a pixel centre the coordinate gradient is the right-hand derivative.
 *
 * @throws OptionError if called with a config
 *
 * Source: Jaderberg et al., 2015, eq. 5.
 */
export const bilinear: SamplerFactory<[], KernelSampler> = /* @__PURE__ */ defineSampler(
  'bilinear',
  () => ({
    taps: 2,
    fastKernel: 'bilinear',
    weights: (offset) => [sub(1, offset), offset],
  }),
);
