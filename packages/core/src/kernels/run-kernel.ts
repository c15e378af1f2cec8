import {
  engine,
  getBackend,
  getKernel,
  type NamedAttrMap,
  type NamedTensorMap,
  type Tensor,
} from '@tensorflow/tfjs-core';

import type { KernelSampler } from '../contracts/sampler.js';
import type { StnKernelConfig } from './register-kernels.js';
import type { SamplingAttributes } from './names.js';
import { registerGradients } from './register-gradients.js';

/** Whether the current backend has this kernel for this sampler; the reference runs where it has not. */
export function hasKernel(kernelName: string, { fastKernel }: KernelSampler): boolean {
  const kernel = getKernel(kernelName, getBackend()) as StnKernelConfig | undefined | null;
  return fastKernel !== undefined && kernel?.samplers?.includes(fastKernel) === true;
}

/** Runs the current backend's kernel, or the reference where it has none for this sampler. */
export function runKernel<T extends Tensor>(
  kernelName: string,
  inputs: NamedTensorMap,
  attributes: SamplingAttributes,
  reference: () => T,
): T {
  if (!hasKernel(kernelName, attributes.sampler)) return reference();
  registerGradients();
  // Attributes hold the sampler itself, which tfjs passes through without looking at it.
  return engine().runKernel<T>(kernelName, inputs, attributes as unknown as NamedAttrMap);
}
