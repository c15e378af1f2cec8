/**
 * Creates src/assets/pretrained.bin, the net that the page starts with, from all 60,000 training
 * digits and with the page's own code. Takes several minutes; run it again only to change the net.
 *
 *     node scripts/train-checkpoint.mjs [distortion] [steps] [transform] [file]
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ready, setBackend } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-wasm';
import { createServer } from 'vite';

import { readMnist } from './mnist.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const [distortion = 'turned', count = '5500', transform = 'affine', file] = process.argv.slice(2);
const steps = Number(count);
const out = file ?? fileURLToPath(new URL('../src/assets/pretrained.bin', import.meta.url));

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

const { Trainee, trainingBatches } = await load('@tfjs-stn-apps/digit-training');
const { distortions, IMAGE_SIZE } = await load('/src/model/choices.ts');
const { buildModel, checkpointOf } = await load('/src/model/model.ts');
const { encodeCheckpoint } = await load('/src/model/checkpoint.ts');
const { learningRates } = await load('/src/learning/train.ts');
const { testModel } = await load('/src/learning/test-model.ts');

const model = buildModel(transform, 7);
console.log(`${model.countParams()} parameters`);
const trainee = new Trainee(model);
const batchOf = trainingBatches(readMnist('train'), {
  distortion: distortions[distortion],
  imageSize: IMAGE_SIZE,
  steps,
  batch: 64,
  seed: 7,
});
const begin = performance.now();
let mean = { loss: 0, accuracy: 0 };
for (let step = 0; step < steps; step++) {
  const batch = batchOf(step);
  const score = trainee.learn(batch, learningRates(step, steps), step);
  batch.images.dispose();
  mean = { loss: mean.loss + score.loss / 250, accuracy: mean.accuracy + score.accuracy / 250 };
  if ((step + 1) % 250 > 0) continue;
  const seconds = ((performance.now() - begin) / 1000).toFixed(0);
  console.log(
    `step ${step + 1}, ${seconds} s: loss ${mean.loss.toFixed(3)}, ${(100 * mean.accuracy).toFixed(1)} %`,
  );
  mean = { loss: 0, accuracy: 0 };
}
writeFileSync(out, encodeCheckpoint(checkpointOf(model, { transform, distortion, steps }), 16));
const test = readMnist('t10k');
for (const [name, value] of Object.entries(distortions)) {
  const { accuracy, angle, rectifiedAngle } = testModel(model, test, value);
  const angles = `turned by ${angle.toFixed(1)}° on average, then by ${rectifiedAngle.toFixed(1)}°`;
  console.log(`${name}: ${(100 * accuracy).toFixed(2)} % of test digits, ${angles}`);
}
await vite.close();
