import {
  dispose,
  env,
  fill,
  getBackend,
  ready,
  setBackend,
  tensor2d,
  type Tensor3D,
} from '@tensorflow/tfjs-core';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import wasmUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import { registerWasmKernels } from '@tfjs-stn/backend-wasm';
import { spatialTransformer } from '@tfjs-stn/core';
import { bilinear } from '@tfjs-stn/sampler-bilinear';
import { affine } from '@tfjs-stn/transform-affine';

import { PlainError } from '../plain-error.js';
import { backends, type BackendChoice, type RunningBackend } from './messages.js';

/** The backend that was started. */
export interface StartedBackend {
  readonly backend: RunningBackend;
  /** Why it is not the requested one, for the user. */
  readonly problem?: string;
  /** What was measured to choose it, for the user. */
  readonly measured?: string;
}

/** Makes a backend the current one, or the next best if it doesn't run. */
export async function startBackend(choice: BackendChoice): Promise<StartedBackend> {
  switch (choice) {
    case 'cpu':
      return startCpu();
    case 'webgl':
    case 'webglKernels':
    case 'webgpu':
    case 'webgpuKernels':
      return startGpu(choice);
    case 'fastest':
      return startFastest();
    case 'kernels':
    case 'wasm':
      return startWasm(choice);
    default:
      return choice satisfies never;
  }
}

async function startWasm(choice: 'kernels' | 'wasm'): Promise<StartedBackend> {
  const problem = simdProblem() ?? (await wasmProblem());
  if (problem !== undefined) return { ...(await startCpu()), problem };
  const unregister = await registerWasmKernels();
  if (choice === 'wasm') unregister();
  return { backend: choice };
}

/** The smallest module with a SIMD instruction: i8x16.splat. */
// prettier-ignore
const probe = Uint8Array.of(
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123,
  3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11,
);

/** Why this browser can't run WebAssembly SIMD, for the user, or undefined. */
function simdProblem(): string | undefined {
  if (typeof WebAssembly !== 'object') return 'This browser has no WebAssembly.';
  return WebAssembly.validate(probe) ? undefined : 'This browser has no WebAssembly with SIMD.';
}

/** Starts tfjs's wasm backend, unless it is the current one. */
async function wasmProblem(): Promise<string | undefined> {
  if (getBackend() === 'wasm') return undefined;
  // tfjs starts its threads from a blob, which the page's security policy forbids.
  env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  try {
    const path = new URL(wasmUrl, self.location.href).href;
    // Throws when it is called again.
    setWasmPaths({
      'tfjs-backend-wasm.wasm': path,
      'tfjs-backend-wasm-simd.wasm': path,
      'tfjs-backend-wasm-threaded-simd.wasm': path,
    });
  } catch {
    // The paths are already set.
  }
  const started = await setBackend('wasm').catch(() => false);
  return started ? undefined : 'The WebAssembly part of the page did not load.';
}

/** Starts each backend that we have kernels for, and keeps the one that warps fastest. */
async function startFastest(): Promise<StartedBackend> {
  const times: { readonly backend: RunningBackend; readonly time: number }[] = [];
  for (const choice of ['kernels', 'webgpuKernels', 'webglKernels'] as const) {
    const { backend } = await startBackend(choice);
    const time = backend === choice ? await frameTime().catch(() => Infinity) : Infinity;
    if (time < Infinity) times.push({ backend, time });
  }
  times.sort((a, b) => a.time - b.time);
  const started = await startBackend(times[0]?.backend ?? 'kernels');
  const figures = times.map(
    ({ backend, time }) => `${backends[backend].short} ${time.toFixed(1)} ms`,
  );
  const measured = `Fastest here: ${backends[started.backend].title} (${figures.join(', ')}).`;
  return { ...started, measured };
}

/** A warp of 512 × 512 pixels on the current backend, read back as a frame is, in ms. */
async function frameTime(): Promise<number> {
  const picture: Tensor3D = fill([512, 512, 4], 128);
  const theta = tensor2d([[0.9, 0.3, 0, -0.3, 0.9, 0]]);
  const transformer = spatialTransformer({
    transform: affine(),
    sampler: bilinear(),
    outputSize: [512, 512],
  });
  const times: number[] = [];
  try {
    // The first call compiles.
    for (let call = 0; call < 4; call++) {
      const begin = performance.now();
      const output = transformer.apply(picture, theta);
      await output.data();
      output.dispose();
      times.push(performance.now() - begin);
    }
  } finally {
    dispose([picture, theta]);
  }
  return Math.min(...times.slice(1));
}

type GpuChoice = 'webgl' | 'webglKernels' | 'webgpu' | 'webgpuKernels';

async function startGpu(choice: GpuChoice): Promise<StartedBackend> {
  const api = choice === 'webgl' || choice === 'webglKernels' ? 'webgl' : 'webgpu';
  const problem = (await gpuProblem(api)) ?? (await gpuBackendProblem(api, choice !== api));
  if (problem === undefined) return { backend: choice };
  const instead = await startBackend('kernels');
  return { ...instead, problem };
}

interface Gpu {
  requestAdapter(): Promise<unknown>;
}

/** Why the GPU can't be used through WebGL or WebGPU, for the user, or undefined. */
async function gpuProblem(choice: 'webgl' | 'webgpu'): Promise<string | undefined> {
  if (choice === 'webgl') {
    const context =
      typeof OffscreenCanvas === 'function' && new OffscreenCanvas(1, 1).getContext('webgl2');
    return context ? undefined : 'This browser has no WebGL 2 here, or its GPU is blocked.';
  }
  const { gpu } = navigator as Navigator & { readonly gpu?: Gpu };
  if (!gpu) return 'This browser has no WebGPU here.';
  const adapter = await gpu.requestAdapter().catch(() => null);
  return adapter ? undefined : 'WebGPU finds no usable GPU on this machine.';
}

async function gpuBackendProblem(
  api: 'webgl' | 'webgpu',
  withKernels: boolean,
): Promise<string | undefined> {
  try {
    const { registerKernels } = await (api === 'webgl'
      ? import('./lazy-webgl.js')
      : import('./lazy-webgpu.js'));
    const unregister = registerKernels();
    if (!withKernels) unregister();
  } catch {
    return `The ${api} part of the page did not load.`;
  }
  const started = await setBackend(api).catch(() => false);
  return started ? undefined : `The GPU did not start with ${api}.`;
}

async function startCpu(): Promise<{ readonly backend: 'cpu' }> {
  await import('./lazy-cpu.js').catch(() => {
    throw new PlainError(
      'The plain JavaScript part of the page did not load. Check the connection and try again.',
    );
  });
  await setBackend('cpu');
  await ready();
  return { backend: 'cpu' };
}
