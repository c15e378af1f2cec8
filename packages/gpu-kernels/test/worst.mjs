// Measures the image gradient where it is dearest, in units of the forward pass, on one backend:
// `node tooling/gpu/run.mjs webgpu <this file> [height width]`.
import * as tf from '@tensorflow/tfjs-core';
import { warp } from '@tfjs-stn/core';
import { bilinear } from '@tfjs-stn/sampler-bilinear';

const own =
  tf.getBackend() === 'webgl'
    ? await import('@tfjs-stn/backend-webgl')
    : await import('@tfjs-stn/backend-webgpu');
Object.values(own)[0]();

const [height, width] = process.argv.slice(-2).map(Number);
const size = height > 0 && width > 0 ? [height, width] : [1080, 1920];
const image = tf.add(tf.randomUniform([1, ...size, 3], 0, 1, 'float32', 1), 0.5);

const matrices = {
  identity: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  rotation: [0.7, 0.7, 0, -0.7, 0.7, 0, 0, 0, 1],
  'magnified 100 times': [0.01, 0, 0, 0, 0.01, 0, 0, 0, 1],
  'reduced 100 times': [100, 0, 0, 0, 100, 0, 0, 0, 1],
  'to a line': [1, 1, 0, 1, 1, 0, 0, 0, 1],
  'to a point': [0, 0, 0, 0, 0, 0, 0, 0, 1],
  'horizon in view': [1, 0, 0, 0, 1, 0, 0.9, 0.9, 0.5],
};

async function time(call) {
  const start = performance.now();
  const result = tf.tidy(call);
  const one = tf.slice(result, [0, 0, 0, 0], [1, 1, 1, 1]);
  await one.data();
  tf.dispose([one, result]);
  return performance.now() - start;
}

for (const padding of ['zeros', 'border']) {
  for (const [name, entries] of Object.entries(matrices)) {
    const matrix = tf.tensor3d(entries, [1, 3, 3]);
    const field = { kind: 'homography', matrix, outputSize: size, alignCorners: false };
    const forward = (x) => warp(x, field, { sampler: bilinear(), padding });
    const gradient = tf.grad(forward);
    const least = { forward: Infinity, gradient: Infinity };
    for (let run = 0; run < 3; run++) {
      least.forward = Math.min(least.forward, await time(() => forward(image)));
      // With its forward pass, which tfjs runs first.
      const took = await time(() => gradient(image, image));
      least.gradient = Math.min(least.gradient, took);
      if (took > 5000) break;
    }
    const ratio = (least.gradient - least.forward) / least.forward;
    console.log(
      `${padding}, ${name}: forward ${least.forward.toFixed(0)} ms, image gradient ${ratio.toFixed(1)} times that`,
    );
    matrix.dispose();
  }
}
