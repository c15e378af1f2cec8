import * as tf from '@tensorflow/tfjs-core';
import { defineSampler, type KernelSampler, type SamplerFactory } from '@tfjs-stn/core';
import { OptionError } from '@tfjs-stn/core/errors';

/** Blurs while it samples: four pixels per axis, weighed by a bell of standard deviation `sigma`. */
export const gaussian: SamplerFactory<[config?: { readonly sigma?: number }], KernelSampler> =
  /* @__PURE__ */ defineSampler(
    'gaussian',
    ({ sigma }) => {
      if (!(sigma > 0.2))
        throw new OptionError('gaussian', `sigma must be above 0.2, got ${sigma}`);
      return {
        taps: 4,
        weights: (offset) => {
          const bells = [-1, 0, 1, 2].map((pixel) => {
            const distance = tf.div(tf.sub(offset, pixel), sigma);
            return tf.exp(tf.mul(tf.square(distance), -0.5));
          });
          const total = tf.addN(bells);
          return bells.map((bell) => tf.div(bell, total));
        },
      };
    },
    { sigma: 0.6 },
  );

declare module '@tfjs-stn/core' {
  interface SamplerConfigs {
    gaussian: { readonly sigma?: number };
  }
}
