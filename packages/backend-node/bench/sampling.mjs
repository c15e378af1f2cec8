// Sampling on the tensorflow backend, copies included, with 1 and more threads, beside TensorFlow's
// own ImageProjectiveTransformV3. Run it on what is built: node packages/backend-node/bench/sampling.mjs
// [rounds]. Contestants take turns; a line has the least and the median of all rounds in ms.
import { availableParallelism } from 'node:os';

import * as tf from '@tensorflow/tfjs-node';
import { warp } from '@tfjs-stn/core';
import { bilinear } from '@tfjs-stn/sampler-bilinear';
import { registerNodeKernels } from '@tfjs-stn/backend-node';

const rounds = Number(process.argv[2] ?? 40);
const threadCounts = [1, availableParallelism()];
const shapes = [
  [1, 512, 512, 3],
  [16, 64, 64, 32],
  [256, 42, 42, 1],
  [1, 1080, 1920, 3],
];

for (const shape of shapes) await measure(shape);

async function measure(shape) {
  const [batch, height, width] = shape;
  // An addition, so that the tensor lies with TensorFlow, as it does in a program.
  const image = tf.add(tf.randomUniform(shape), 0);
  const angle = 0.3;
  const matrix = tf.tile(
    tf.tensor3d(
      [Math.cos(angle), -Math.sin(angle), 0.1, Math.sin(angle), Math.cos(angle), 0, 0, 0, 1],
      [1, 3, 3],
    ),
    [batch, 1, 1],
  );
  const field = { kind: 'homography', matrix, outputSize: [height, width], alignCorners: false };
  const ours = () => warp(image, field, { sampler: bilinear() });
  const rows = tf.tile(tf.tensor2d([[0.955, -0.295, 10, 0.295, 0.955, 5, 0, 0]]), [batch, 1]);
  const contestants = threadCounts.map((threads) => ({
    name: `${threads} thread${threads > 1 ? 's' : ''}`,
    prepare: () => registerNodeKernels({ threads }),
    run: ours,
    times: [],
  }));
  contestants.push({
    name: 'ImageProjectiveTransformV3',
    prepare: async () => {},
    run: () => projective(image, rows, height, width),
    times: [],
  });
  for (const contestant of contestants) {
    await contestant.prepare();
    for (let round = 0; round < rounds; round++) {
      const start = performance.now();
      const result = contestant.run();
      if (round >= 5) contestant.times.push(performance.now() - start);
      result.dispose();
    }
  }
  report(shape, contestants);
  tf.dispose([image, matrix, rows]);
}

function report(shape, contestants) {
  console.log(`[${shape.join(', ')}]`);
  for (const { name, times } of contestants) {
    times.sort((a, b) => a - b);
    const median = times[times.length >> 1];
    console.log(`  ${name.padEnd(28)} least ${times[0].toFixed(2)}  median ${median.toFixed(2)}`);
  }
}

/** tfjs-node has no such kernel, but TensorFlow has the op. */
function projective(image, rows, height, width) {
  const backend = tf.backend();
  const { binding } = backend;
  const size = tf.tensor1d([height, width], 'int32');
  const fill = tf.scalar(0);
  const attributes = [
    { name: 'dtype', type: binding.TF_ATTR_TYPE, value: binding.TF_FLOAT },
    { name: 'interpolation', type: binding.TF_ATTR_STRING, value: 'BILINEAR' },
    { name: 'fill_mode', type: binding.TF_ATTR_STRING, value: 'CONSTANT' },
  ];
  const result = backend.executeSingleOutput('ImageProjectiveTransformV3', attributes, [
    image,
    rows,
    size,
    fill,
  ]);
  tf.dispose([size, fill]);
  return result;
}
