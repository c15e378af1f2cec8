// What a page with threads prints: whether it is isolated, the kernel's workers, and warnings.
import { setThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import { registerWasmKernels } from '@tfjs-stn/backend-wasm';
import { gridSample } from '@tfjs-stn/core';
import { bilinear } from '@tfjs-stn/sampler-bilinear';

const printed = [`isolated: ${crossOriginIsolated}`];
console.warn = (text) => void printed.push(text);
globalThis.Worker = class extends Worker {
  constructor(url, options) {
    super(url, options);
    if (options?.name) printed.push(options.name);
  }
};

setThreadsCount(1);
setWasmPaths({
  'tfjs-backend-wasm.wasm': new URL(
    '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm',
    import.meta.url,
  ).href,
  'tfjs-backend-wasm-simd.wasm': new URL(
    '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm',
    import.meta.url,
  ).href,
  'tfjs-backend-wasm-threaded-simd.wasm': new URL(
    '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm',
    import.meta.url,
  ).href,
});
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
