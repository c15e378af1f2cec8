import { createRequire } from 'node:module';

import { Absent } from '../contestants/absent.js';
import type { TfjsHost } from './tfjs-host.js';
import { useBackend } from './use-backend.js';

const kernelPackage = '@tfjs-stn/backend-node';

/** What of our package for Node is used. */
interface NodeKernels {
  readonly registerNodeKernels: (options: { readonly threads: number }) => Promise<() => void>;
}

/** The backends that our package for Node makes fast, and the way back from them. */
export interface NodeKernelHosts {
  cpu(threads: number): TfjsHost;
  tensorflow(threads: number): TfjsHost;
  /** Takes the kernels away, for who measures a backend without them. */
  leave(): Promise<void>;
}

/** Package and addon are looked for when they are needed: neither is there on every machine. */
export function nodeKernelHosts(): NodeKernelHosts {
  let unregister: (() => void) | undefined;
  let inUse: number | undefined;
  const use = async (threads: number): Promise<void> => {
    if (inUse === threads) return;
    const { registerNodeKernels } = await importKernels();
    unregister = await registerNodeKernels({ threads });
    inUse = threads;
  };
  let addon: Promise<void> | undefined;
  const host = (backend: string, threads: number, load: () => Promise<void>): TfjsHost => ({
    name: `${backend}+kernels`,
    threads,
    namesThreads: true,
    async activate() {
      await load();
      await use(threads);
      await useBackend(backend);
    },
  });
  return {
    cpu: (threads) => ({ ...host('cpu', threads, async () => undefined), slow: 'convolutions' }),
    tensorflow: (threads) => host('tensorflow', threads, () => (addon ??= loadAddon())),
    async leave() {
      unregister?.();
      unregister = undefined;
      inUse = undefined;
    },
  };
}

/** The addon belongs to our package, not to this app. */
async function loadAddon(): Promise<void> {
  const { resolve } = createRequire(import.meta.url);
  try {
    createRequire(resolve(`${kernelPackage}/package.json`))('@tensorflow/tfjs-node');
  } catch (error) {
    throw new Absent(`@tensorflow/tfjs-node does not load: ${firstLine(error)}`);
  }
}

async function importKernels(): Promise<NodeKernels> {
  try {
    const found: NodeKernels = await import(kernelPackage);
    return found;
  } catch (error) {
    throw new Absent(`${kernelPackage} does not load: ${firstLine(error)}`);
  }
}

function firstLine(error: unknown): string {
  return String(error instanceof Error ? error.message : error).split('\n')[0] ?? '';
}
