import { createRequire } from 'node:module';

import { Absent } from '../contestants/absent.js';

const kernelPackage = '@tfjs-stn/backend-node';

/** What of our package for Node is used. */
interface NodeKernels {
  readonly registerNodeKernels: (options: { readonly threads: number }) => Promise<() => void>;
}

// There is one registry of kernels in a process, so there is one state of it.
let unregister: (() => void) | undefined;
let inUse: number | undefined;
let addon: Promise<void> | undefined;

/**
 * Gives tfjs's cpu and tensorflow backends our kernels, or takes them away.
 *
 * @param threads how many they use, or undefined for none of ours
 * @throws Absent where our package does not load
 */
export async function useNodeKernels(threads: number | undefined): Promise<void> {
  if (threads === inUse) return;
  if (threads === undefined) {
    unregister?.();
    unregister = undefined;
  } else {
    const { registerNodeKernels } = await importKernels();
    unregister = await registerNodeKernels({ threads });
  }
  inUse = threads;
}

/**
 * Loads tfjs-node, whose backend is then there. The addon belongs to our package, not to this app.
 *
 * @throws Absent where it is not installed, or not for this machine
 */
export function loadTfjsNode(): Promise<void> {
  return (addon ??= load());
}

async function load(): Promise<void> {
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
