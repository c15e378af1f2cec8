import * as tf from '@tensorflow/tfjs-core';
import { defineTransform, type TransformFactory } from '@tfjs-stn/core';
import { fieldGrid } from '@tfjs-stn/core/fields';

/** Radial distortion: θ = [k1 k2 …] looks at (x, y) · (1 + k1 r² + k2 r⁴ + …). */
export const lensDistortion: TransformFactory<[config?: { readonly terms?: number }]> =
  /* @__PURE__ */ defineTransform(
    'lensDistortion',
    ({ terms }) => ({
      paramCount: terms,
      identity: Array.from({ length: terms }, () => 0),
      field: (theta, { outputSize, alignCorners }) => {
        const grid = tf.tidy(() => {
          const matrix = tf.reshape<tf.Rank.R3>(tf.eye(3), [1, 3, 3]);
          const points = fieldGrid({ kind: 'homography', matrix, outputSize, alignCorners });
          const rr = tf.sum(tf.square(points), -1, true);
          let bend: tf.Tensor = tf.scalar(0);
          for (let i = terms - 1; i >= 0; i--) {
            const k = tf.reshape(tf.slice(theta, [0, i], [-1, 1]), [-1, 1, 1, 1]);
            bend = tf.mul(rr, tf.add(k, bend));
          }
          return tf.mul<tf.Tensor4D>(points, tf.add(bend, 1));
        });
        return { kind: 'grid', grid, outputSize, alignCorners };
      },
    }),
    { terms: 1 },
  );

declare module '@tfjs-stn/core' {
  interface TransformConfigs {
    lensDistortion: { readonly terms?: number };
  }
}
