import {
  engine,
  getBackend,
  getKernel,
  type NamedAttrMap,
  type NamedTensorMap,
  type Tensor,
} from '@tensorflow/tfjs-core';

import type { StnKernelConfig } from './register-kernels.js';
import type { SamplingAttributes } from './names.js';
import { registerGradients } from './register-gradients.js';

/** Runs the current backend's kernel, or the reference where it has none for this sampler. */
export function runKernel<T extends Tensor>(
  kernelName: string,
  inputs: NamedTensorMap,
  attributes: SamplingAttributes,
  reference: () => T,
): T {
  const kernel = getKernel(kernelName, getBackend()) as StnKernelConfig | undefined | null;
  const { fastKernel } = attributes.sampler;
  if (!fastKernel || kernel?.samplers?.includes(fastKernel) !== true) return reference();
  registerGradients();
  // Attributes hold the sampler itself, which tfjs passes through without looking at it.
  return engine().runKernel<T>(kernelName, inputs, attributes as unknown as NamedAttrMap);
}
