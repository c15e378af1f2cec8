import { defineSampler, type KernelSampler, type SamplerFactory } from '@tfjs-stn/core';
import { OptionError } from '@tfjs-stn/core/errors';

import { lanczosWeights } from './lanczos-weights.js';

/** How far the window reaches. */
export interface LanczosConfig {
  /** Half waves on either side, from 1 to 8; the kernel reads 2 · lobes pixels per axis. Default 3. */
  readonly lobes: number;
}

declare module '@tfjs-stn/core' {
  interface SamplerConfigs {
    lanczos: Partial<LanczosConfig>;
  }
}

/**
 * Lanczos interpolation: sinc(d) · sinc(d / lobes) over 2 · lobes pixels per axis (Duchon, Lanczos
 * filtering in one and two dimensions, 1979), divided by its sum, so that an even image stays even.
 *
 * Convention: overshoot is not clamped. Each tap is padded by itself. Differentiable in image and
 * coordinates, twice.
 *
 * @throws OptionError if `lobes` is not a whole number from 1 to 8, or there is another key, when
 *   called
 */
export const lanczos: SamplerFactory<[config?: Partial<LanczosConfig>], KernelSampler> =
  /* @__PURE__ */ defineSampler('lanczos', lanczosKernel, { lobes: 3 });

function lanczosKernel({ lobes }: LanczosConfig): Pick<KernelSampler, 'taps' | 'weights'> {
  if (!Number.isInteger(lobes) || lobes < 1 || lobes > 8) {
    throw new OptionError(
      'lanczos',
      `lobes must be a whole number from 1 to 8, got ${JSON.stringify(lobes)}`,
    );
  }
  return { taps: 2 * lobes, weights: (offset) => lanczosWeights(offset, lobes) };
}
