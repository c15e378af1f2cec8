/**
 * Creates docs/pictures/turned-digits.png, which the README shows: three of MNIST's test digits at
 * twelve angles, and what the spatial transformer of the demo's net makes of each.
 */
import '@tensorflow/tfjs-backend-wasm';

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

import * as tf from '@tensorflow/tfjs-core';
import { loadLayersModel } from '@tensorflow/tfjs-layers';
import { transformerOf } from '@tfjs-stn-apps/digit-training';
import { unpackDigits } from '@tfjs-stn-apps/digit-training/digits';
import { registerWasmKernels } from '@tfjs-stn/backend-wasm';
import {
  registerLocalisation,
  registerSampler,
  registerTransform,
  spatialTransformer,
} from '@tfjs-stn/core';
import { registerSpatialTransformerLayer } from '@tfjs-stn/layers';
import { fcn } from '@tfjs-stn/localisation';
import { bilinear } from '@tfjs-stn/sampler-bilinear';
import { affine, similarity } from '@tfjs-stn/transform-affine';
import { encode } from 'fast-png';

import { root } from './repository.mjs';

const SIZE = 42;
const ANGLES = Array.from({ length: 12 }, (_, i) => ((-77 + 14 * i) * Math.PI) / 180);
const DIGITS = [2, 7, 4];

await tf.setBackend('wasm');
await registerWasmKernels();
registerSpatialTransformerLayer();
registerTransform(affine);
registerSampler(bilinear);
registerLocalisation(fcn);

const assets = join(root, 'apps', 'demo', 'src', 'assets');
const { modelTopology, weightsManifest } = JSON.parse(
  readFileSync(join(assets, 'pretrained.json'), 'utf8'),
);
const weightData = Uint8Array.from(readFileSync(join(assets, 'pretrained.bin'))).buffer;
const weightSpecs = weightsManifest[0].weights;
const model = await loadLayersModel(tf.io.fromMemory({ modelTopology, weightSpecs, weightData }));
const transformer = transformerOf(model);
if (!transformer) throw new Error('make-readme-picture: the net must have a spatial transformer');

const { images, labels } = unpackDigits(gunzipSync(readFileSync(join(assets, 'digits-test.bin'))));
const turner = spatialTransformer({
  transform: similarity(),
  sampler: bilinear(),
  outputSize: [SIZE, SIZE],
});
// The digit keeps its size in the larger image.
const theta = tf.tensor2d(ANGLES.map((angle) => [Math.log(SIZE / 28), angle, 0, 0]));
const rows = DIGITS.flatMap((digit) => {
  const index = labels.indexOf(digit);
  const pixels = Float32Array.from(images.subarray(784 * index, 784 * (index + 1)));
  /** @type {tf.Tensor4D} */
  const image = tf.div(tf.tensor4d(pixels, [1, 28, 28, 1]), 255);
  const turned = turner.apply(image, theta);
  const upright = /** @type {tf.Tensor4D} */ (transformer.apply(turned));
  return [turned, tf.image.resizeBilinear(upright, [SIZE, SIZE], false, true)];
});
const picture = tf.concat(rows.map((row) => tf.concat(tf.unstack(row), 1)));
const [height = 0, width = 0] = picture.shape;
const data = Uint8Array.from(picture.dataSync(), (value) => Math.round(255 * value));
const file = join(root, 'docs', 'pictures', 'turned-digits.png');
writeFileSync(file, encode({ width, height, channels: 1, data }));
