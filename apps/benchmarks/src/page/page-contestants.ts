import { InferenceSession, Tensor, env } from 'onnxruntime-web/wasm';
import onnxModule from 'onnxruntime-web/ort-wasm-simd-threaded.mjs?url';
import onnxWasm from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url';

import type { Contestant } from '../contestants/contestant.js';
import { memoryCopy } from '../contestants/memory-copy.js';
import { tfjsContestants } from '../contestants/tfjs-contestants.js';
import { threadsName } from '../hosts/thread-counts.js';
import { onnxGridSample, type OnnxRuntime } from '../peers/onnx-grid-sample.js';
import { poseSampling } from '../problems/pose-sampling.js';
import { pageHosts } from './page-hosts.js';

/**
 * Everybody who can be timed in a page.
 *
 * @param threads of what runs on WebAssembly, ours and peers; one where the page is not isolated
 */
export function pageContestants(threads: number, seed: number): Contestant[] {
  const pose = poseSampling(seed);
  const used = crossOriginIsolated ? threads : 1;
  return [
    ...pageHosts(used).flatMap((host) => tfjsContestants(host, pose, seed)),
    onnxGridSample(
      { name: `onnxruntime-web, ${threadsName(used)}`, threads: used },
      () => onnxruntime(used),
      pose,
    ),
    memoryCopy,
  ];
}

async function onnxruntime(threads: number): Promise<OnnxRuntime> {
  env.wasm.numThreads = threads;
  env.wasm.wasmPaths = { mjs: onnxModule, wasm: onnxWasm };
  return {
    createSession: (model) => InferenceSession.create(model, { executionProviders: ['wasm'] }),
    tensor: (data, dims) => new Tensor('float32', data, dims),
  };
}
