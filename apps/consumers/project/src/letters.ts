import '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import { layers, loadLayersModel, sequential } from '@tensorflow/tfjs-layers';
import { registerWasmKernels, registerWasmTrainingKernels } from '@tfjs-stn/backend-wasm';
import {
  registerLocalisation,
  registerSampler,
  registerTransform,
  spatialTransformer,
} from '@tfjs-stn/core';
import { registerSpatialTransformerLayer, spatialTransformerLayer } from '@tfjs-stn/layers';
import { cnn } from '@tfjs-stn/localisation';
import { bilinear } from '@tfjs-stn/sampler-bilinear';
import { affine, similarity } from '@tfjs-stn/transform-affine';

await tf.setBackend('wasm');
await registerWasmKernels();
await registerWasmTrainingKernels(); // the gradients of convolutions, which tfjs lacks on wasm

// Data: letters, turned by up to 60°, shifted and scaled.
const letters = ['xxxx x... xxx. x...', 'x... x... x... xxxx', 'x..x .xx. .xx. x..x'];
const pixels = letters.join('').replaceAll(' ', '').split('');
const glyphs = tf.tensor4d(
  pixels.map((pixel) => Number(pixel === 'x')),
  [letters.length, 4, 4, 1],
);
const place = spatialTransformer({
  transform: similarity(),
  sampler: bilinear(),
  outputSize: [32, 32],
});
function draw(count: number, seed: number): { images: tf.Tensor4D; labels: tf.Tensor2D } {
  return tf.tidy(() => {
    const classes = Array.from({ length: count }, (_, index) => index % letters.length);
    // [logScale, angle, tx, ty], from output to input coordinates.
    const theta = tf.add<tf.Tensor2D>(
      tf.mul(tf.randomUniform([count, 4], -1, 1, 'float32', seed), [0.3, Math.PI / 3, 0.6, 0.6]),
      [0.7, 0, 0, 0],
    );
    const images = place.apply(tf.gather(glyphs, classes), theta);
    return { images, labels: tf.oneHot(classes, letters.length) as tf.Tensor2D };
  });
}

// The net turns each image upright before it reads it.
const model = sequential({
  layers: [
    spatialTransformerLayer({
      inputShape: [32, 32, 1],
      outputSize: [16, 16],
      transform: affine(),
      sampler: bilinear(),
      localisation: cnn({ filters: [8, 8] }),
      seed: 1,
    }),
    layers.flatten(),
    layers.dense({ units: 32, activation: 'relu' }),
    layers.dense({ units: letters.length, activation: 'softmax' }),
  ],
});
model.compile({
  optimizer: tf.train.adam(),
  loss: 'categoricalCrossentropy',
  metrics: ['accuracy'],
});
const { images, labels } = draw(1500, 1);
await model.fit(images, labels, { epochs: 8, verbose: 0 });

// Saved here to memory; to 'indexeddb://letters' in a browser, to nodeFileSystem('letters') in Node.js.
let saved: tf.io.ModelArtifacts = {};
await model.save(
  tf.io.withSaveHandler(async (artifacts) => {
    saved = artifacts;
    return { modelArtifactsInfo: tf.io.getModelArtifactsInfoForJSON(artifacts) };
  }),
);

// A saved model names its parts: register them before it is loaded.
registerSpatialTransformerLayer();
registerTransform(affine);
registerSampler(bilinear);
registerLocalisation(cnn);
const loaded = await loadLayersModel(tf.io.fromMemory(saved));

const unseen = draw(300, 2);
const read = tf.argMax(loaded.predict(unseen.images) as tf.Tensor, 1);
const right = tf.mean(tf.cast(tf.equal(read, tf.argMax(unseen.labels, 1)), 'float32'));
const [share = 0] = right.dataSync();
console.log(`${(100 * share).toFixed(1)} % of 300 unseen letters are read right`);
