import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-webgl';
import '@tensorflow/tfjs-backend-webgpu';
import '@tensorflow/tfjs-layers';

import { setThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import simd from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import threadedSimd from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url';
import plain from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';

import { Absent } from '../contestants/absent.js';
import type { TfjsHost } from '../hosts/tfjs-host.js';
import { useBackend } from '../hosts/use-backend.js';
import { useWasmKernels } from '../hosts/wasm-kernels.js';
import { waitForValue } from '../hosts/wait-for-value.js';
import { webgpuProblem } from './abilities.js';
import { graphicsNote, isSoftware, webglRenderer, webgpuAdapter } from './graphics.js';

/** Values that plain JavaScript, or a GPU in software, samples in about a second. */
const slowValues = 200_000;

/**
 * The backends that a browser can have.
 *
 * @param threads of tfjs's wasm backend, which uses them in an isolated page only
 */
export function pageHosts(threads: number): TfjsHost[] {
  setWasmPaths({
    'tfjs-backend-wasm.wasm': plain,
    'tfjs-backend-wasm-simd.wasm': simd,
    'tfjs-backend-wasm-threaded-simd.wasm': threadedSimd,
  });
  setThreadsCount(threads);
  const used = crossOriginIsolated ? threads : 1;
  return [
    { ...wasmHost('wasm+kernels', used, true), copies: true, trains: true },
    { ...wasmHost('wasm', used, false), peers: true },
    {
      name: 'webgl',
      peers: true,
      activate: () => useBackend('webgl'),
      wait: waitForValue,
      note: () => graphicsNote(webglRenderer()),
      mostValues: () => mostValues(webglRenderer()),
    },
    webgpuHost(),
    {
      name: 'cpu',
      threads: 1,
      slow: true,
      mostValues: () => slowValues,
      peers: true,
      activate: () => useBackend('cpu'),
    },
  ];
}

function wasmHost(name: string, threads: number, kernels: boolean): TfjsHost {
  return {
    name,
    threads,
    async activate() {
      await useBackend('wasm');
      await useWasmKernels(kernels);
    },
  };
}

function webgpuHost(): TfjsHost {
  let adapter: string | undefined;
  return {
    name: 'webgpu',
    peers: true,
    async activate() {
      const problem = await webgpuProblem();
      if (problem !== undefined) throw new Absent(problem);
      adapter ??= await webgpuAdapter();
      await useBackend('webgpu');
    },
    wait: waitForValue,
    note: () => graphicsNote(adapter),
    mostValues: () => mostValues(adapter),
  };
}

function mostValues(renderer: string | undefined): number | undefined {
  return isSoftware(renderer) ? slowValues : undefined;
}
