import * as tf from '@tensorflow/tfjs-core';
import { defineSampler, warp, type CompositeSampler, type SamplerFactory } from '@tfjs-stn/core';
import { bilinear } from '@tfjs-stn/sampler-bilinear';

import { gaussian } from './gaussian.js';

/** Bilinear with its blurred self taken away, in part. */
export const sharpened: SamplerFactory<[config?: { readonly amount?: number }], CompositeSampler> =
  /* @__PURE__ */ defineSampler(
    'sharpened',
    ({ amount }: { readonly amount: number }) => {
      const [sharp, soft] = [bilinear(), gaussian()];
      return {
        sample: (image, field, { padding, fillValue }) => {
          const options = { padding, ...(padding === 'zeros' && { fillValue }) };
          const [kept, taken] = [
            warp(image, field, { sampler: sharp, ...options }),
            warp(image, field, { sampler: soft, ...options }),
          ];
          return tf.sub(tf.mul(kept, 1 + amount), tf.mul(taken, amount));
        },
      };
    },
    { amount: 0.5 },
  );

declare module '@tfjs-stn/core' {
  interface SamplerConfigs {
    sharpened: { readonly amount?: number };
  }
}
