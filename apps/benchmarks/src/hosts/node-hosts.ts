import { threadCounts } from './thread-counts.js';
import { nodeKernelHosts } from './node-kernel-hosts.js';
import type { TfjsHost } from './tfjs-host.js';
import { useBackend } from './use-backend.js';
import { useWasmKernels } from './wasm-kernels.js';

/**
 * The backends that Node can have; those that are absent say so when they are activated.
 *
 * @param cores how many threads the machine has
 */
export function nodeHosts(cores: number): TfjsHost[] {
  const kernels = nodeKernelHosts();
  return [
    {
      name: 'cpu',
      threads: 1,
      slow: 'everything',
      peers: true,
      async activate() {
        await kernels.leave();
        await useBackend('cpu');
      },
    },
    { ...wasmHost('wasm', false), peers: true },
    wasmHost('wasm+kernels', true),
    ...threadCounts(cores).map((threads) => kernels.cpu(threads)),
    ...threadCounts(cores).map((threads) => kernels.tensorflow(threads)),
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
