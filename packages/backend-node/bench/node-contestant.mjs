// One contestant of compare.mjs, a process of its own: our kernels with so many threads on one of
// tfjs's backends, or by themselves. It answers lines of JSON: {"task", "shape"?, "milliseconds"} with times in ms.
import { createInterface } from 'node:readline';

import * as tf from '@tensorflow/tfjs-node';
import '@tensorflow/tfjs-backend-cpu';
import { warp } from '@tfjs-stn/core';
import { bilinear } from '@tfjs-stn/sampler-bilinear';
import { registerNodeKernels } from '@tfjs-stn/backend-node';

import { kernelsAlone } from './comparison/kernels-alone.mjs';
import { picture, pixelRows, places, sizeOf, theta } from './comparison/pictures.mjs';
import { stCnn } from './comparison/st-cnn.mjs';

const [backend = 'tensorflow', threads = '1'] = process.argv.slice(2);
const alone = backend === 'kernels' ? await kernelsAlone(Number(threads)) : undefined;
await tf.setBackend(alone ? 'cpu' : backend);
if (!alone) await registerNodeKernels({ threads: Number(threads) });

/** @type {Map<string, { run: () => tf.Tensor, facts: (result: tf.Tensor) => object }>} */
const made = new Map();
let net;

const makers = {
  sample(shape) {
    const [batch, height, width] = shape;
    const pixels = picture(shape);
    const image = tf.add(tf.tensor4d(pixels, shape), 0);
    const matrix = tf.tile(tf.tensor3d([...theta, 0, 0, 1], [1, 3, 3]), [batch, 1, 1]);
    const field = { kind: 'homography', matrix, outputSize: [height, width], alignCorners: false };
    if (alone) {
      const call = () => warp(image, field, { sampler: bilinear() });
      const { run, result } = alone(call, [pixels, matrix.dataSync()]);
      return { run, facts: () => valuesOf(result) };
    }
    // Given on to the backend, as to the next op of a program: that copy counts as well.
    const run = () =>
      tf.tidy(() => tf.reshape(warp(image, field, { sampler: bilinear() }), [sizeOf(shape)]));
    return { run, facts: valuesAt };
  },
  'TensorFlow samples'(shape) {
    const image = tf.add(tf.tensor4d(picture(shape), shape), 0);
    const rows = tf.tile(tf.tensor2d([pixelRows(shape)]), [shape[0], 1]);
    return { run: () => tf.tidy(() => projective(image, rows, shape)), facts: valuesAt };
  },
  step() {
    net ??= stCnn();
    return { run: net.step, facts: (loss) => ({ loss: loss.dataSync()[0], size: net.size }) };
  },
  transformer() {
    net ??= stCnn();
    return { run: net.transformer, facts: (gradient) => ({ values: [...gradient.dataSync()] }) };
  },
};

function valuesAt(result) {
  return valuesOf(result.dataSync());
}

function valuesOf(values) {
  return { values: places(values.length).map((place) => values[place]) };
}

/** tfjs-node has no such kernel, but TensorFlow has the op. */
function projective(image, rows, [, height, width]) {
  const { binding } = tf.backend();
  const attributes = [
    { name: 'dtype', type: binding.TF_ATTR_TYPE, value: binding.TF_FLOAT },
    { name: 'interpolation', type: binding.TF_ATTR_STRING, value: 'BILINEAR' },
    { name: 'fill_mode', type: binding.TF_ATTR_STRING, value: 'CONSTANT' },
  ];
  const inputs = [image, rows, tf.tensor1d([height, width], 'int32'), tf.scalar(0)];
  return tf.backend().executeSingleOutput('ImageProjectiveTransformV3', attributes, inputs);
}

function timesOf(run, milliseconds) {
  // Others have had the machine since: one call to wake threads and warm memory up.
  run().dispose();
  const times = [];
  for (
    const end = performance.now() + milliseconds;
    times.length === 0 || performance.now() < end;
  ) {
    const start = performance.now();
    const result = run();
    times.push(performance.now() - start);
    result.dispose();
  }
  return times;
}

for await (const line of createInterface({ input: process.stdin })) {
  const { task, shape, milliseconds } = JSON.parse(line);
  const key = `${task} ${shape}`;
  if (!made.has(key)) made.set(key, makers[task](shape));
  const { run, facts } = made.get(key);
  if (milliseconds > 0) console.log(JSON.stringify({ times: timesOf(run, milliseconds) }));
  else {
    const result = run();
    console.log(JSON.stringify(facts(result)));
    result.dispose();
  }
}
