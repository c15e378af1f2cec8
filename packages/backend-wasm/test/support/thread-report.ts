import { setThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import '@tensorflow/tfjs-layers';

import * as tf from '@tensorflow/tfjs-core';
import { registerWasmKernels } from '@tfjs-stn/backend-wasm';
import { gridSample, warp } from '@tfjs-stn/core';
import { bilinear } from '@tfjs-stn/sampler-bilinear';
import { affine } from '@tfjs-stn/transform-affine';

/** What a page is to do. */
export interface ReportOptions {
  /** The numbers of threads to try, one after the other. */
  readonly threads: readonly number[];
  /** Whether tfjs may load its build with threads. */
  readonly tfjsThreads: boolean;
}

/** What it found. */
export interface Report {
  /** For each number of threads a hash of all results. */
  readonly hashes: readonly string[];
  /** For each, which share of the kernels other threads ran. */
  readonly shares: readonly number[];
  /** For each, how many workers were started. */
  readonly started: readonly number[];
  /** What was written to the console. */
  readonly warnings: readonly string[];
}

/** Milliseconds that the calling thread waits after each of its kernels, so that others take some. */
const slowness = 1;

/** Runs warps on numbers of threads, and unregisters the kernels. */
export async function threadReport({ threads, tfjsThreads }: ReportOptions): Promise<Report> {
  const warnings: string[] = [];
  console.warn = (text: string) => void warnings.push(text);
  const started = countWorkers();
  const calls = countCalls();
  setWasmPaths('/wasm/');
  setThreadsCount(1);
  if (!tfjsThreads) tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  await tf.setBackend('wasm');
  const found = { hashes: [] as string[], shares: [] as number[], started: [] as number[] };
  let unregister = await registerWasmKernels();
  for (const count of threads) {
    const before = started.count;
    unregister = await registerWasmKernels({ threads: count });
    // Threads start with the first task, for which they come too late.
    calls.count = 0;
    results();
    const alone = calls.count;
    await new Promise((resolve) => setTimeout(resolve, count > 1 ? 1500 : 0));
    calls.count = 0;
    found.hashes.push(await hashOf(results()));
    found.shares.push(1 - calls.count / alone);
    found.started.push(started.count - before);
  }
  unregister();
  return { ...found, warnings };
}

/** Counts workers of the kernels, as they are started. */
function countWorkers(): { count: number } {
  const counted = { count: 0 };
  globalThis.Worker = class extends Worker {
    constructor(url: string | URL, options?: WorkerOptions) {
      super(url, options);
      if (options?.name?.startsWith('tfjs-stn kernels')) counted.count++;
    }
  };
  return counted;
}

/** Counts the kernels that this thread runs, and makes each take longer. */
function countCalls(): { count: number } {
  const counted = { count: 0 };
  const { Instance } = WebAssembly;
  const slow = (module: WebAssembly.Module, imports?: WebAssembly.Imports): object => {
    const { exports } = new Instance(module, imports);
    const kernels = Object.entries(exports).map(([name, kernel]) => [
      name,
      (call: number) => {
        counted.count++;
        (kernel as (call: number) => void)(call);
        for (const end = performance.now() + slowness; performance.now() < end;);
      },
    ]);
    return { exports: Object.fromEntries(kernels) as WebAssembly.Exports };
  };
  // Not an arrow function, which `new` would refuse.
  Object.assign(WebAssembly, {
    Instance: function (module: WebAssembly.Module, imports?: WebAssembly.Imports) {
      return slow(module, imports);
    },
  });
  return counted;
}

/** Values and all gradients of a warp and of a sampled grid. */
function results(): Float32Array[] {
  return tf.tidy(() => {
    const image = tf.randomUniform<tf.Rank.R4>([2, 150, 170, 3], -1, 1, 'float32', 1);
    const theta = tf.randomUniform<tf.Rank.R2>([2, 6], -0.9, 0.9, 'float32', 2);
    const grid = tf.randomUniform<tf.Rank.R4>([2, 260, 310, 2], -1.1, 1.1, 'float32', 3);
    const sampler = bilinear();
    const warped = (x: tf.Tensor, t: tf.Tensor): tf.Tensor => {
      const field = affine().field(t as tf.Tensor2D, { outputSize: [260, 310] });
      return warp(x as tf.Tensor4D, field, { sampler });
    };
    const sampled = (x: tf.Tensor, g: tf.Tensor): tf.Tensor =>
      gridSample(x as tf.Tensor4D, g as tf.Tensor4D, { sampler, padding: 'reflection' });
    const cases = [
      [warped, theta],
      [sampled, grid],
    ] as const;
    return cases.flatMap(([operation, field]) => {
      const output = operation(image, field);
      const dy = tf.randomUniform(output.shape, -1, 1, 'float32', 4);
      const gradients = tf.grads(operation)([image, field], dy);
      return [output, ...gradients].map((tensor) => tensor.dataSync() as Float32Array);
    });
  });
}

async function hashOf(values: readonly Float32Array[]): Promise<string> {
  const blob = new Blob(values.map((array) => array.slice()));
  const digest = await crypto.subtle.digest('SHA-256', await blob.arrayBuffer());
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
