// One training step of the small ST-CNN of apps/experiments (28×28 digits, Adam), on the tensorflow
// backend with our kernels, and the transformer's own part of it: field and sampling, forward and
// backward. Run it on what is built: node packages/backend-node/bench/training-step.mjs [rounds].
// The same step in PyTorch: tooling/pytorch/st_cnn_step.py.
import * as tf from '@tensorflow/tfjs-node';
import { warp } from '@tfjs-stn/core';
import { spatialTransformerLayer } from '@tfjs-stn/layers';
import { fcn } from '@tfjs-stn/localisation';
import { bilinear } from '@tfjs-stn/sampler-bilinear';
import { affine } from '@tfjs-stn/transform-affine';
import { registerNodeKernels } from '@tfjs-stn/backend-node';

const rounds = Number(process.argv[2] ?? 30);
const batch = 128;
const size = 28;

await registerNodeKernels();
const images = tf.randomUniform([batch, size, size, 1]);
const labels = tf.oneHot(tf.randomUniform([batch], 0, 10, 'int32'), 10);
const sampler = bilinear();
const transform = affine();
const model = tf.sequential({
  layers: [
    tf.layers.inputLayer({ inputShape: [size, size, 1] }),
    spatialTransformerLayer({ transform, sampler, localisation: fcn(), outputSize: [size, size] }),
    tf.layers.conv2d({ filters: 16, kernelSize: 9, activation: 'relu' }),
    tf.layers.maxPooling2d({ poolSize: 2 }),
    tf.layers.conv2d({ filters: 16, kernelSize: 7, activation: 'relu' }),
    tf.layers.maxPooling2d({ poolSize: 2 }),
    tf.layers.flatten(),
    tf.layers.dense({ units: 10 }),
  ],
});
const optimizer = tf.train.adam(1e-3);
const theta = tf.tile(tf.tensor2d([[0.9, 0.1, 0.05, -0.1, 0.9, 0]]), [batch, 1]);

function step() {
  const cost = optimizer.minimize(
    () => tf.losses.softmaxCrossEntropy(labels, model.apply(images, { training: true })),
    true,
  );
  cost.dataSync();
  cost.dispose();
}

/** The image is data and has no gradient; θ has. */
function transformer() {
  tf.tidy(() => {
    const sample = (at) => warp(images, transform.field(at, [size, size], false), { sampler });
    const { grads } = tf.valueAndGrads((at) => tf.sum(sample(at)))([theta]);
    grads[0].dataSync();
  });
}

const times = { step: [], transformer: [] };
for (let round = -5; round < rounds; round++) {
  for (const [name, run] of Object.entries({ step, transformer })) {
    const start = performance.now();
    run();
    if (round >= 0) times[name].push(performance.now() - start);
  }
}
for (const all of Object.values(times)) all.sort((a, b) => a - b);
const [whole, own] = [times.step, times.transformer];
const middle = rounds >> 1;
console.log(`step         least ${whole[0].toFixed(1)}  median ${whole[middle].toFixed(1)} ms`);
console.log(`transformer  least ${own[0].toFixed(1)}  median ${own[middle].toFixed(1)} ms`);
const share = (index) => ((100 * own[index]) / whole[index]).toFixed(0);
console.log(`share        least ${share(0)} %  median ${share(middle)} %`);
