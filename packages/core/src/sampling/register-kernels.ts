import {
  getKernel,
  registerKernel,
  unregisterKernel,
  type KernelFunc,
} from '@tensorflow/tfjs-core';

import { registerGradients } from './gradients.js';
import { samplingKernels } from './sampling-kernels.js';

/** What a backend package registers. */
export interface KernelRegistration {
  /** tfjs's name of the backend: `wasm` */
  readonly backendName: string;
  /** The samplers' `fastKernel` names that every one of the kernels that sample handles. */
  readonly samplers: readonly string[];
  /** Kernel functions by kernel name. */
  readonly kernels: { readonly [kernelName: string]: KernelFunc };
}

/**
 * Registers a backend's kernels in tfjs's registry, and their gradients, which stay registered.
 * A sampler or kernel that is missing runs through the reference.
 *
 * @returns a function that unregisters the kernels, except those that have been replaced since
 */
export function registerKernels({
  backendName,
  samplers,
  kernels,
}: KernelRegistration): () => void {
  registerGradients();
  const configs = Object.entries(kernels).map(([kernelName, kernelFunc]) => ({
    kernelName,
    backendName,
    kernelFunc,
    ...(isSampling(kernelName) && { samplers: [...samplers] }),
  }));
  for (const config of configs) {
    const { kernelName } = config;
    if (getKernel(kernelName, backendName)) unregisterKernel(kernelName, backendName);
    registerKernel(config);
  }
  return () => {
    for (const config of configs) {
      // A later registration of the same kernel stays.
      if (getKernel(config.kernelName, backendName) === config) {
        unregisterKernel(config.kernelName, backendName);
      }
    }
  };
}

/** Whether a kernel samples; others do the same for every sampler. */
function isSampling(kernelName: string): boolean {
  return Object.values(samplingKernels).some(({ forward, gradImage, gradField }) =>
    [forward, gradImage, gradField].includes(kernelName),
  );
}
