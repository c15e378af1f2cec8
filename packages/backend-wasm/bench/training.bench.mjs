// node bench/training.bench.mjs, after a build: the training kernels against their forward ops.
import '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import { registerWasmTrainingKernels } from '@tfjs-stn/backend-wasm';

import { measureTraining } from './training-ratios.mjs';

await tf.setBackend('wasm');
await registerWasmTrainingKernels();
console.table(measureTraining());
