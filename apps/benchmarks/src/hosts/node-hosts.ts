import { loadTfjsNode, useNodeKernels } from './node-kernels.js';
import type { TfjsHost } from './tfjs-host.js';
import { threadCounts } from './thread-counts.js';
import { useBackend } from './use-backend.js';
import { useWasmKernels } from './wasm-kernels.js';

/** Values that plain JavaScript samples in about a second. */
const plainJavaScript = 200_000;

/**
 * The backends that Node can have; those that are absent say so when they are activated.
 *
 * @param cores how many threads the machine has
 */
export function nodeHosts(cores: number): TfjsHost[] {
  const counts = threadCounts(cores);
  const all = Math.max(...counts);
  return [
    {
      name: 'cpu',
      threads: 1,
      slow: true,
      mostValues: () => plainJavaScript,
      peers: true,
      async activate() {
        await useNodeKernels(undefined);
        await useBackend('cpu');
      },
    },
    { ...wasmHost('wasm', false), peers: true },
    { ...wasmHost('wasm+kernels', true), copies: true, trains: true },
    {
      // TensorFlow's own threads are as many as there are cores, and can't be limited from here.
      name: 'tensorflow',
      threads: cores,
      peers: true,
      async activate() {
        await loadTfjsNode();
        await useNodeKernels(undefined);
        await useBackend('tensorflow');
      },
    },
    ...counts.map((threads) => ({ ...kernelHost('cpu', threads), trains: true })),
    ...counts.map((threads) => ({
      ...kernelHost('tensorflow', threads),
      samplesOnly: threads < all,
    })),
  ];
}

function wasmHost(name: string, kernels: boolean): TfjsHost {
  return {
    name,
    threads: 1,
    async activate() {
      await useBackend('wasm');
      await useWasmKernels(kernels);
    },
  };
}

function kernelHost(backend: string, threads: number): TfjsHost {
  return {
    name: `${backend}+kernels`,
    threads,
    namesThreads: true,
    async activate() {
      if (backend === 'tensorflow') await loadTfjsNode();
      await useNodeKernels(threads);
      await useBackend(backend);
    },
  };
}
