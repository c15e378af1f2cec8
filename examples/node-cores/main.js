import '@tensorflow/tfjs-backend-cpu';
import { availableParallelism } from 'node:os';
import * as tf from '@tensorflow/tfjs-core';
import { registerNodeKernels } from '@tfjs-stn/backend-node';
import { ready, rotate } from 'tfjs-stn';

await tf.setBackend('cpu');
console.log((await ready()).message); // on every core

const image = tf.randomUniform([1, 1080, 1920, 3]);

for (const threads of new Set([1, availableParallelism()])) {
  await registerNodeKernels({ threads });
  for (let run = 0; run < 5; run++) rotate(image, 10).dispose(); // threads start
  const start = performance.now();
  for (let run = 0; run < 10; run++) rotate(image, 10).dispose();
  const time = (performance.now() - start) / 10;
  console.log(`${threads} of ${availableParallelism()} threads: ${time.toFixed(1)} ms per image`);
}
