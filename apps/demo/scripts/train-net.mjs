/**
 * Creates src/assets/pretrained.json and .bin, the net that the page starts with, from all 60,000
 * training digits. Takes about ten minutes; run it again only to change the net.
 *
 *     node scripts/train-net.mjs
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { div, ready, setBackend, tidy } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-wasm';
import { createServer } from 'vite';

import { drawnBatches, fewDrawings, manyDrawings } from './drawn-digits.mjs';
import { readMnist } from './mnist.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const STEPS = { turned: 5500, drawn: 2500, scribbled: 2500 };

const conditions = ['@tfjs-stn/source', 'module', 'node', 'development|production'];
const vite = await createServer({
  root,
  configFile: false,
  logLevel: 'error',
  server: { middlewareMode: true, hmr: false, ws: false, watch: null },
  resolve: { conditions },
  ssr: { noExternal: [/^@tfjs-stn(-apps)?\//], resolve: { conditions } },
});
const load = (/** @type {string} */ path) => vite.ssrLoadModule(path);

const { registerWasmKernels, registerWasmTrainingKernels } = await load('@tfjs-stn/backend-wasm');
await setBackend('wasm');
await ready();
await registerWasmKernels();
await registerWasmTrainingKernels();

const training = /** @type {typeof import('@tfjs-stn-apps/digit-training')} */ (
  await load('@tfjs-stn-apps/digit-training')
);
const drawing = /** @type {typeof import('../src/rooms/draw/drawing.js')} */ (
  await load('/src/rooms/draw/drawing.ts')
);
const { distortions, IMAGE_SIZE } = await load('/src/model/choices.ts');
const { buildModel } = await load('/src/model/model.ts');
const { loadNet, saveNet } = await load('/src/model/saved-net.ts');
const { learningRates } = await load('/src/learning/train.ts');
const { testModel } = await load('/src/learning/test-model.ts');

const model = buildModel('affine', 7);
console.log(`${model.countParams()} parameters`);
const digits = readMnist('train');
const shared = { batch: 64, seed: 7, imageSize: IMAGE_SIZE };
// The transformer learns to turn digits upright, as in the room Learn.
const distortion = distortions.turned;
learn(
  STEPS.turned,
  training.trainingBatches(digits, { ...shared, distortion, steps: STEPS.turned }),
  (step) => learningRates(step, STEPS.turned),
);
// Then the net learns the lines of many hands, slowly, so that it keeps that.
const drawn = { ...shared, drawn: fewDrawings, training, drawing };
learn(STEPS.drawn, drawnBatches(digits, drawn), (step) => {
  const rate = 0.0005 * Math.cos((step * Math.PI) / 2 / STEPS.drawn);
  return { classifier: rate, localisation: rate / 20 };
});

// Last, its classifier alone learns what is no digit: scribbles don't tell which way is up.
const scribbled = { ...drawn, batch: 80, drawn: manyDrawings };
learn(STEPS.scribbled, drawnBatches(digits, { ...scribbled, seed: 8 }), (step) => {
  const rate = 0.0005 * Math.cos((step * Math.PI) / 2 / STEPS.scribbled);
  return { classifier: rate, localisation: 0 };
});

const test = readMnist('t10k');
calibrate(drawnBatches(test, { ...scribbled, seed: 9 }));
// Of 64 digits each.
const steps = STEPS.turned + STEPS.drawn + (STEPS.scribbled * scribbled.batch) / shared.batch;
const net = quantised(await saveNet(model, { transform: 'affine', distortion: 'turned', steps }));
writeFileSync(new URL('../src/assets/pretrained.json', import.meta.url), `${net.json}\n`);
writeFileSync(new URL('../src/assets/pretrained.bin', import.meta.url), net.weights);
const { model: loaded } = await loadNet(net);
const { accuracy, angle, rectifiedAngle } = testModel(loaded, test, distortion);
const angles = `turned by ${angle.toFixed(1)}° on average, then by ${rectifiedAngle.toFixed(1)}°`;
console.log(`${(100 * accuracy).toFixed(2)} % of test digits, ${angles}`);
await vite.close();

/**
 * Trains the model.
 *
 * @param {number} steps
 * @param {(step: number) => import('@tfjs-stn-apps/digit-training').TrainingBatch} batchOf
 * @param {(step: number) => import('@tfjs-stn-apps/digit-training').LearningRates} rates
 */
function learn(steps, batchOf, rates) {
  const trainee = new training.Trainee(model);
  const begin = performance.now();
  let loss = 0;
  for (let step = 0; step < steps; step++) {
    const batch = batchOf(step);
    loss += trainee.learn(batch, rates(step), step).loss / 250;
    batch.images.dispose();
    batch.targets?.dispose();
    if ((step + 1) % 250 > 0) continue;
    const seconds = ((performance.now() - begin) / 1000).toFixed(0);
    console.log(`step ${step + 1}, ${seconds} s: loss ${loss.toFixed(3)}`);
    loss = 0;
  }
}

/**
 * Divides the logits by the temperature that makes the answers to test digits likeliest (Guo et al., On
 * Calibration of Modern Neural Networks, 2017).
 *
 * @param {ReturnType<typeof drawnBatches>} testBatchOf
 */
function calibrate(testBatchOf) {
  /** @type {{ logits: Float32Array, targets: Float32Array }[]} */
  const found = [];
  for (let step = 1; step <= 60; step++) {
    const { images, targets } = testBatchOf(step);
    const logits = tidy(() => model.predict(images).dataSync());
    found.push({ logits, targets: /** @type {Float32Array} */ (targets.dataSync()) });
    images.dispose();
    targets.dispose();
  }
  const loss = (/** @type {number} */ temperature) =>
    found.reduce((sum, { logits, targets }) => {
      for (let row = 0; row < logits.length; row += 10) {
        const part = logits.subarray(row, row + 10);
        const log = Math.log(
          part.reduce((total, logit) => total + Math.exp(logit / temperature), 0),
        );
        part.forEach((logit, index) => {
          sum += Number(targets[row + index]) * (log - logit / temperature);
        });
      }
      return sum;
    }, 0);
  const temperatures = Array.from({ length: 31 }, (_, index) => 0.7 + 0.05 * index);
  const [temperature = 1] = temperatures.sort((a, b) => loss(a) - loss(b));
  console.log(`temperature ${temperature.toFixed(2)}`);
  const layer = model.getLayer('logits');
  layer.setWeights(
    layer
      .getWeights()
      .map((/** @type {import('@tensorflow/tfjs-core').Tensor} */ weight) =>
        div(weight, temperature),
      ),
  );
}

/**
 * Stores every weight as bytes between its smallest and its largest value, as tf.js's converter does.
 *
 * @param {import('../src/model/saved-net.js').SavedNet} net
 * @returns {import('../src/model/saved-net.js').SavedNet}
 */
function quantised({ json, weights }) {
  const model = JSON.parse(json);
  const values = new Float32Array(weights.buffer);
  let offset = 0;
  const [group] = model.weightsManifest;
  const parts = group.weights.map((/** @type {any} */ spec) => {
    const size = spec.shape.reduce((/** @type {number} */ a, /** @type {number} */ b) => a * b, 1);
    const part = values.subarray(offset, (offset += size));
    const min = part.reduce((least, value) => Math.min(least, value), 0);
    const scale = (part.reduce((most, value) => Math.max(most, value), 0) - min) / 255 || 1;
    spec.quantization = { dtype: 'uint8', min, scale };
    return Uint8Array.from(part, (value) => Math.round((value - min) / scale));
  });
  return { json: JSON.stringify(model), weights: new Uint8Array(Buffer.concat(parts)) };
}
