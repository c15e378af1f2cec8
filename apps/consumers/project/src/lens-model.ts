import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { loadLayersModel, sequential, type LayersModel } from '@tensorflow/tfjs-layers';
import { registerLocalisation, registerSampler, registerTransform, warp } from '@tfjs-stn/core';
import { registerSpatialTransformerLayer, spatialTransformerLayer } from '@tfjs-stn/layers';
import { fcn } from '@tfjs-stn/localisation';
import { bilinear } from '@tfjs-stn/sampler-bilinear';

import { lensDistortion } from './lens-distortion.js';

await tf.setBackend('cpu');

// A net that looks at a picture taken through some lens and straightens it.
const layer = spatialTransformerLayer({
  inputShape: [12, 12, 1],
  transform: lensDistortion(),
  sampler: bilinear(),
  localisation: fcn({ units: [32] }),
  seed: 1,
});
const model = sequential({ layers: [layer] });
model.compile({ optimizer: tf.train.adam(0.01), loss: 'meanSquaredError' });

// Soft blobs, straight and through 32 different lenses.
const blobs = tf.tidy(() => {
  const wave = tf.reshape(tf.cos(tf.mul(tf.range(0, 12), Math.PI / 5)), [1, 12, 1, 1]);
  return tf.mul<tf.Tensor4D>(wave, tf.transpose(wave, [0, 2, 1, 3]));
});
const lenses = tf.randomUniform<tf.Rank.R2>([32, 1], 0, 0.3, 'float32', 2);
const field = lensDistortion().field(lenses, { outputSize: [12, 12] });
const taken = warp(blobs, field, { sampler: bilinear() });
const straight = tf.tile(blobs, [32, 1, 1, 1]);
const { history } = await model.fit(taken, straight, { epochs: 15, shuffle: false, verbose: 0 });
const losses = history['loss'] as number[];

// Saved as any model of tf.layers: here in memory, elsewhere to 'localstorage://lens' or a server.
let saved: tf.io.ModelArtifacts = {};
await model.save(
  tf.io.withSaveHandler((artifacts) => {
    saved = artifacts;
    const modelArtifactsInfo = tf.io.getModelArtifactsInfoForJSON(artifacts);
    return Promise.resolve({ modelArtifactsInfo });
  }),
);

// The file names its parts; register them before loading.
registerSpatialTransformerLayer();
registerTransform(lensDistortion);
registerSampler(bilinear);
registerLocalisation(fcn);
const loaded = await loadLayersModel(tf.io.fromMemory(saved));

const output = (of: LayersModel): tf.Tensor => of.predict(taken) as tf.Tensor;
const difference = tf.max(tf.abs(tf.sub(output(loaded), output(model)))).dataSync()[0];
console.log(JSON.stringify({ firstLoss: losses[0], lastLoss: losses.at(-1), difference }));
