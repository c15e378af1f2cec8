import { createRequire } from 'node:module';

import { Absent, reasonOf } from './contestant.js';
import { useBackend, wasmHost, type TfjsHost } from './tfjs-host.js';

const kernelPackage = '@tfjs-stn/backend-node';

interface NodeKernels {
  registerNodeKernels(options: { readonly threads: number }): Promise<() => void>;
}

// A process has one registry of kernels, so there is one state of it.
let unregister: (() => void) | undefined;
let inUse: number | undefined;

/** Registers our kernels for tfjs's cpu and tensorflow backends, with so many threads; or none. */
async function useNodeKernels(threads: number | undefined): Promise<void> {
  if (threads === inUse) return;
  if (threads === undefined) unregister?.();
  else {
    const loading: Promise<NodeKernels> = import(kernelPackage);
    const { registerNodeKernels } = await loading.catch((error: unknown) => {
      throw new Absent(`${kernelPackage} does not load: ${reasonOf(error)}`);
    });
    unregister = await registerNodeKernels({ threads });
  }
  inUse = threads;
}

/** Loads tfjs-node. The addon belongs to our package for Node, not to this app. */
function loadTfjsNode(): void {
  const { resolve } = createRequire(import.meta.url);
  try {
    createRequire(resolve(`${kernelPackage}/package.json`))('@tensorflow/tfjs-node');
  } catch (error) {
    throw new Absent(`@tensorflow/tfjs-node does not load: ${reasonOf(error)}`);
  }
}

function nodeHost(backend: string, threads: number, kernels: boolean): TfjsHost {
  const activate = async (): Promise<void> => {
    if (backend === 'tensorflow') loadTfjsNode();
    await useNodeKernels(kernels ? threads : undefined);
    await useBackend(backend);
  };
  return {
    name: kernels ? `${backend}+kernels` : backend,
    threads,
    namesThreads: kernels,
    activate,
  };
}

/** The backends of Node that have one thread. */
export function singleHosts(): TfjsHost[] {
  return [
    { ...nodeHost('cpu', 1, false), slow: () => 'plain JavaScript', peers: true },
    { ...wasmHost('wasm', 1, false), peers: true },
    { ...wasmHost('wasm+kernels', 1, true), copies: true, trains: true },
  ];
}

/** TensorFlow's own backend, whose threads are as many as there are cores, or as its process allows. */
export function tensorflowHost(threads: number): TfjsHost {
  return { ...nodeHost('tensorflow', threads, false), peers: true };
}

/** The cpu and tensorflow backends with our kernels; `all` are the threads of TensorFlow's own ops. */
export function kernelHosts(threads: number, all: number): TfjsHost[] {
  return [
    { ...nodeHost('cpu', threads, true), trains: true },
    { ...nodeHost('tensorflow', threads, true), samplesOnly: threads < all },
  ];
}
