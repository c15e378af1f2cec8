// Prints a hash of the bytes of every gradient, three times each, for `tooling/gpu/run.mjs`: one line per
// field and padding, the same in every run and process.
import * as tf from '@tensorflow/tfjs-core';
import { warp } from '@tfjs-stn/core';
import { bicubic } from '@tfjs-stn/sampler-bicubic';
import { bilinear } from '@tfjs-stn/sampler-bilinear';

const own =
  tf.getBackend() === 'webgl'
    ? await import('@tfjs-stn/backend-webgl')
    : await import('@tfjs-stn/backend-webgpu');
Object.values(own)[0]();

const outputSize = [48, 40];
const random = (shape, seed) => tf.randomUniform(shape, -1, 1, 'float32', seed);
const image = random([2, 30, 20, 5], 1);
const dy = random([2, ...outputSize, 5], 2);

/** FNV-1a. */
function hashOf(tensor) {
  let hash = 0x811c9dc5;
  for (const byte of new Uint8Array(tensor.dataSync().buffer)) {
    hash = Math.imul(hash ^ byte, 0x01000193);
  }
  return (hash >>> 0).toString(16);
}

const matrix = tf.tensor3d(
  [1, 0.3, 0, -0.4, 0.9, 0, 0.2, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1],
  [2, 3, 3],
);
const fields = {
  homography: [matrix, (trained) => ({ kind: 'homography', matrix: trained })],
  // Wild: most points are added to a few pixels.
  grid: [tf.mul(random([2, ...outputSize, 2], 3), 1.5), (grid) => ({ kind: 'grid', grid })],
  basis: [
    random([2, 7, 2], 4),
    (coefficients) => ({ kind: 'basis', basis: random([48 * 40, 7], 5), coefficients }),
  ],
};
for (const sampler of [bilinear(), bicubic()]) {
  for (const [kind, [trained, field]] of Object.entries(fields)) {
    for (const padding of ['zeros', 'border', 'reflection', 'wrap']) {
      const hashes = [1, 2, 3].map(() =>
        tf.tidy(() => {
          const sample = (x, t) =>
            warp(x, { ...field(t), outputSize, alignCorners: false }, { sampler, padding });
          return tf.grads(sample)([image, trained], dy).map(hashOf).join(' ');
        }),
      );
      console.log(`${sampler.name} ${kind} ${padding}: ${[...new Set(hashes)].join(' or ')}`);
    }
  }
}
