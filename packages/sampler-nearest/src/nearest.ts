import { defineSampler, type KernelSampler, type SamplerFactory } from '@tfjs-stn/core';
import { onesLike } from '@tensorflow/tfjs-core';

declare module '@tfjs-stn/core' {
  interface SamplerConfigs {
    nearest: Record<string, never>;
  }
}

/**
 * Nearest-neighbour sampling: every output pixel is the one pixel that its point is nearest to.
 *
 * Convention: padding comes first, then rounding, halves to even: 0.5 reads pixel 0, 1.5 pixel 2, as
 * in PyTorch. Differentiable in the image; the gradient with respect to coordinates is 0, so it
 * trains no localisation net.
 *
 * @throws OptionError if it is called with a config
 */
export const nearest: SamplerFactory<[], KernelSampler> = /* @__PURE__ */ defineSampler(
  'nearest',
  () => ({
    taps: 1,
    fastKernel: 'nearest',
    weights: (offset) => [onesLike(offset)],
  }),
);
