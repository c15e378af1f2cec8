import { type CompositeSampler, type SamplerFactory, defineSampler } from '@tfjs-stn/core';
import { OptionError } from '@tfjs-stn/core/errors';

import { type MultiSampleConfig, cachedPatterns } from './pattern.js';
import { sampleLinearised } from './sample-linearised.js';

declare module '@tfjs-stn/core' {
  interface SamplerConfigs {
    multiSample: Partial<MultiSampleConfig>;
  }
}

/**
 * Linearised multi-sampling (Jiang et al., Linearized multi-sampling for differentiable image
 * transformation, ICCV 2019): bilinear sampling whose gradient with respect to coordinates is the
 * slope of a linear model, fitted by least squares to several samples around each point. Where the
 * bilinear gradient knows the neighbouring pixels alone, this one sees as far as `spread`, and finds
 * its way from farther away.
 *
 * Convention: the output, and the gradient with respect to the image, are those of bilinear
 * sampling. The model goes through the point itself. The samples lie at fixed places around each
 * output pixel's point, drawn from a normal distribution by `seed`, `taps`, `spread` and the pixel's
 * number in row-major order, so that the pattern is another for outputs of another width: the same
 * call gives the same gradients. They are read in the backward pass only, and only if coordinates are
 * trained. The patterns of the two output sizes used last are kept, 16 bytes for each sample.
 *
 * Differentiable in image and field; the gradient of the gradient is that of the fitted slope. It is
 * no derivative of the output: compare it with no central differences.
 *
 * @throws OptionError if a value of config is out of its range, or there is another key, when called
 */
export const multiSample: SamplerFactory<[config?: Partial<MultiSampleConfig>], CompositeSampler> =
  /* @__PURE__ */ defineSampler(
    'multiSample',
    (config: MultiSampleConfig) => {
      assertConfig(config);
      const patternOf = cachedPatterns(config);
      return {
        sample: (image, field, options) => sampleLinearised(patternOf, image, field, options),
      };
    },
    { taps: 8, spread: 0.4, seed: 0 },
  );

function assertConfig({ taps, spread, seed }: MultiSampleConfig): void {
  const refuse = (rule: string, got: unknown): never => {
    throw new OptionError('multiSample', `${rule}, got ${JSON.stringify(got)}`);
  };
  if (!Number.isInteger(taps) || taps < 3 || taps > 64) {
    refuse('taps must be a whole number from 3 to 64', taps);
  }
  if (typeof spread !== 'number' || !(spread >= 1e-4 && spread <= 100)) {
    refuse('spread must be a number from 0.0001 to 100', spread);
  }
  if (!Number.isSafeInteger(seed) || seed < 0) refuse('seed must be a whole number from 0', seed);
}
