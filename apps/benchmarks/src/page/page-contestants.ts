/// <reference types="vite/client" />
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-webgl';
import '@tensorflow/tfjs-backend-webgpu';
import '@tensorflow/tfjs-layers';

import { setThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import simd from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import threadedSimd from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url';
import plain from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import { registerWebGLKernels } from '@tfjs-stn/backend-webgl';
import { registerWebGPUKernels } from '@tfjs-stn/backend-webgpu';
import { InferenceSession, Tensor, env } from 'onnxruntime-web/wasm';
import onnxModule from 'onnxruntime-web/ort-wasm-simd-threaded.mjs?url';
import onnxWasm from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url';

import { threadsName } from '../cases/cases.js';
import { Absent, type Contestant } from '../contestants/contestant.js';
import { memoryCopy } from '../contestants/memory-copy.js';
import { tfjsContestants } from '../contestants/tfjs-contestants.js';
import { useBackend, waitForValue, wasmHost } from '../contestants/tfjs-host.js';
import type { TfjsHost } from '../contestants/tfjs-host.js';
import { onnxGridSample, type OnnxRuntime } from '../peers/onnx.js';
import { samplingProblems } from '../problems/sampling-problem.js';
import * as graphics from './capabilities.js';

/**
 * All contestants of a page.
 *
 * @param threads of what runs on WebAssembly, ours and peers; one where the page is not isolated
 */
export async function pageContestants(threads: number, seed: number): Promise<Contestant[]> {
  const used = crossOriginIsolated ? threads : 1;
  const given = { problems: samplingProblems(seed), seed };
  await useBackend('cpu');
  setWasmPaths({
    'tfjs-backend-wasm.wasm': plain,
    'tfjs-backend-wasm-simd.wasm': simd,
    'tfjs-backend-wasm-threaded-simd.wasm': threadedSimd,
  });
  setThreadsCount(used);
  const { problems } = given;
  const onnx = { name: `onnxruntime-web, ${threadsName(used)}`, threads: used, problems };
  return [
    ...pageHosts(used).flatMap((host) => tfjsContestants(host, given)),
    onnxGridSample(onnx, () => onnxruntime(used)),
    memoryCopy,
  ];
}

function pageHosts(threads: number): TfjsHost[] {
  return [
    { ...wasmHost('wasm+kernels', threads, true), copies: true, trains: true },
    { ...wasmHost('wasm', threads, false), peers: true },
    ...gpuHosts('webgl', registerWebGLKernels, async () => graphics.findWebgl()),
    ...gpuHosts('webgpu', registerWebGPUKernels, graphics.findWebgpu),
    {
      name: 'cpu',
      threads: 1,
      slow: () => 'plain JavaScript',
      peers: true,
      activate: () => useBackend('cpu'),
    },
  ];
}

/** A backend of tfjs on a GPU, with our kernels and without. */
function gpuHosts(
  backend: string,
  register: () => () => void,
  find: () => Promise<graphics.Graphics>,
): TfjsHost[] {
  let looking: Promise<graphics.Graphics> | undefined;
  let renderer: string | undefined;
  const host = (name: string, kernels: boolean): TfjsHost => ({
    name,
    async activate() {
      const found = await (looking ??= find());
      if (found.problem !== undefined) throw new Absent(found.problem);
      renderer = found.renderer;
      await useBackend(backend);
      const unregister = register();
      if (!kernels) unregister();
    },
    wait: waitForValue,
    note: () => graphics.graphicsNote(renderer),
    slow: () => (graphics.isSoftware(renderer) ? 'a GPU in software' : undefined),
  });
  return [{ ...host(backend, false), peers: true }, host(`${backend}+kernels`, true)];
}

async function onnxruntime(threads: number): Promise<OnnxRuntime> {
  env.wasm.numThreads = threads;
  env.wasm.wasmPaths = { mjs: onnxModule, wasm: onnxWasm };
  return {
    createSession: (model) => InferenceSession.create(model, { executionProviders: ['wasm'] }),
    tensor: (data, dims) => new Tensor('float32', data, dims),
  };
}
