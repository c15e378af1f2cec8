// What a page with threads prints: whether it is isolated, the kernel's workers, and warnings.
import { setThreadsCount } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import { registerWasmKernels } from '@tfjs-stn/backend-wasm';
import { gridSample } from '@tfjs-stn/core';
import { bilinear } from '@tfjs-stn/sampler-bilinear';
import './src/wasm-paths.ts';

const printed = [`isolated: ${crossOriginIsolated}`];
console.warn = (text) => void printed.push(text);
globalThis.Worker = class extends Worker {
  constructor(url, options) {
    super(url, options);
    this.ours = options?.name;
  }
  postMessage(message, ...others) {
    super.postMessage(message, ...others);
    // The calling thread is the first.
    if (this.ours) printed.push(`${this.ours}, thread ${message.thread + 2}`);
  }
};

setThreadsCount(1);
await tf.setBackend('wasm');
await registerWasmKernels({ threads: 2 });
const image = tf.ones([2, 600, 600, 3]);
const grid = tf.zeros([2, 600, 600, 2]);
for (let round = 0; round < 2; round++) {
  const sampled = gridSample(image, grid, { sampler: bilinear() });
  printed.push(String((await tf.mean(sampled).data())[0]));
  // Until the worker has started, or failed.
  await new Promise((resolve) => setTimeout(resolve, 1500));
}
console.log(printed.join('; '));
