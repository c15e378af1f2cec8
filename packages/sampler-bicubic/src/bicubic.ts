import { defineSampler, type KernelSampler, type SamplerFactory } from '@tfjs-stn/core';
import { OptionError } from '@tfjs-stn/core/errors';

import { bicubicWeights } from './bicubic-weights.js';

/** How the cubic bends. */
export interface BicubicConfig {
  /**
   * The slope of the kernel one pixel away. Default -0.75, as in PyTorch and OpenCV; -0.5 is Keys'
   * own, which reproduces parabolas.
   */
  readonly a: number;
}

declare module '@tfjs-stn/core' {
  interface SamplerConfigs {
    bicubic: Partial<BicubicConfig>;
  }
}

/**
 * Bicubic interpolation: cubic convolution over four pixels per axis (Keys, Cubic convolution
 * interpolation for digital image processing, 1981, eq. 4).
 *
 * Convention: with a = -0.75 an impulse half a pixel away gives 0.59375, one and a half pixels away
 * -0.09375; overshoot is not clamped. Each of the 4 × 4 taps is padded by itself. Differentiable in
 * image and coordinates; continuously so inside the image.
 *
 * @throws OptionError if `a` is not a number, or there is another key, when called
 */
export const bicubic: SamplerFactory<[config?: Partial<BicubicConfig>], KernelSampler> =
  /* @__PURE__ */ defineSampler('bicubic', bicubicKernel, { a: -0.75 });

function bicubicKernel({
  a,
}: BicubicConfig): Pick<KernelSampler, 'taps' | 'fastKernel' | 'weights'> {
  if (typeof a !== 'number') {
    throw new OptionError('bicubic', `a must be a number, got ${JSON.stringify(a)}`);
  }
  return { taps: 4, fastKernel: 'bicubic', weights: (offset) => bicubicWeights(offset, a) };
}
