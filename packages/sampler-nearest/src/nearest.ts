import { defineSampler, type KernelSampler, type SamplerFactory } from '@tfjs-stn/core';
import { onesLike } from '@tensorflow/tfjs-core';

declare module '@tfjs-stn/core' {
  interface SamplerConfigs {
    nearest: Record<string, never>;
  }
}

/**
 * Nearest-neighbour sampling: every output pixel is the input pixel nearest to its point.
 *
 * Convention: padding, then rounding half to even as in PyTorch: 0.5 reads pixel 0, 1.5 reads pixel 2.
 * Differentiable w.r.t. the image. The coordinate gradient is 0, so it cannot train a localisation
 * net.
 *
 * @throws OptionError if called with a config
 */
export const nearest: SamplerFactory<[], KernelSampler> = /* @__PURE__ */ defineSampler(
  'nearest',
  () => ({
    taps: 1,
    fastKernel: 'nearest',
    weights: (offset) => [onesLike(offset)],
  }),
);
