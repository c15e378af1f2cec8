import {
  getKernel,
  registerKernel,
  unregisterKernel,
  type KernelConfig,
  type KernelFunc,
} from '@tensorflow/tfjs-core';

/** A kernel in tfjs's registry, with the names of the samplers it is fast for. */
export interface StnKernelConfig extends KernelConfig {
  readonly samplers: readonly string[];
}

/** What a backend package registers. */
export interface KernelRegistration {
  /** tfjs's name of the backend: `wasm` */
  readonly backendName: string;
  /** Names of the samplers that every one of the kernels handles. */
  readonly samplers: readonly string[];
  /** Kernel functions by kernel name. */
  readonly kernels: { readonly [kernelName: string]: KernelFunc };
}

/**
 * Registers a backend's kernels in tfjs's registry. Whatever sampler or kernel is missing runs
 * through the reference.
 *
 * @returns a function that unregisters them
 */
export function registerKernels({
  backendName,
  samplers,
  kernels,
}: KernelRegistration): () => void {
  for (const [kernelName, kernelFunc] of Object.entries(kernels)) {
    const config: StnKernelConfig = { kernelName, backendName, kernelFunc, samplers };
    if (getKernel(kernelName, backendName)) unregisterKernel(kernelName, backendName);
    registerKernel(config);
  }
  return () => {
    for (const kernelName of Object.keys(kernels)) {
      if (getKernel(kernelName, backendName)) unregisterKernel(kernelName, backendName);
    }
  };
}
