import { InferenceSession, Tensor, env } from 'onnxruntime-web/wasm';
import onnxWasm from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url';

import type { Contestant } from '../contestants/contestant.js';
import { copying } from '../contestants/copying.js';
import { tfjsContestants } from '../contestants/tfjs-contestants.js';
import { onnxGridSample, type OnnxRuntime } from '../peers/onnx-grid-sample.js';
import { poseSampling } from '../problems/pose-sampling.js';
import { pageHosts } from './page-hosts.js';

/** Everybody who can be timed in a page. */
export function pageContestants(threads: number, seed: number): Contestant[] {
  const pose = poseSampling(seed);
  return [
    ...pageHosts(threads).flatMap((host) => tfjsContestants(host, pose, seed)),
    onnxGridSample({ name: 'onnxruntime-web, 1 thread', threads: 1 }, onnxruntime, pose),
    copying(pose),
  ];
}

async function onnxruntime(): Promise<OnnxRuntime> {
  env.wasm.numThreads = 1;
  env.wasm.wasmPaths = { wasm: onnxWasm };
  return {
    createSession: (model) => InferenceSession.create(model, { executionProviders: ['wasm'] }),
    tensor: (data, dims) => new Tensor('float32', data, dims),
  };
}
