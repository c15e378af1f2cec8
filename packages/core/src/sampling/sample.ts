import {
  engine,
  getBackend,
  getKernel,
  type NamedAttrMap,
  type NamedTensorMap,
  type Tensor,
  type Tensor4D,
} from '@tensorflow/tfjs-core';

import { isRecording, readsTensors } from '../autodiff/reads-tensors.js';
import { assertTensorFits } from '../checks/memory.js';
import type { KernelSampler } from '../contracts/sampler.js';
import { fieldBatch, fieldTensors } from '../contracts/sampling-field.js';
import { kernelWeights } from './reference/kernel-weights.js';
import {
  gradImageReference,
  gradInputReference,
  sampleReference,
} from './reference/sample-reference.js';
import {
  anySampler,
  samplingKernels,
  type BackpropImageAttributes,
  type SamplingAttributes,
  type SamplingProblem,
  type StnKernelConfig,
} from './sampling-kernels.js';

/** Samples an image `[batch, height, width, channels]`. */
export function sampleField(problem: SamplingProblem, image: Tensor4D): Tensor4D {
  const { field } = problem;
  const batch = Math.max(image.shape[0], fieldBatch(field));
  // What is put together from windows would find out last.
  assertTensorFits('wasm', [batch, ...field.outputSize, image.shape[3]]);
  const { forward } = samplingKernels[field.kind];
  const kernel = findKernel(forward, problem.sampler);
  if (!kernel || (kernel === 'any' && isTrained(problem.sampler))) {
    return sampleReference(problem, image);
  }
  return runKernel(forward, problem, { image });
}

/** The gradient of `sampleField` w.r.t. an image of the given shape. */
export function gradImage(
  problem: SamplingProblem,
  dy: Tensor4D,
  imageShape: BackpropImageAttributes['imageShape'],
): Tensor4D {
  const { gradImage: kernelName } = samplingKernels[problem.field.kind];
  return hasKernel(kernelName, problem.sampler)
    ? runKernel(kernelName, problem, { dy }, imageShape)
    : gradImageReference(problem, dy, imageShape);
}

/** The gradient of `sampleField` w.r.t. the trainable tensor of the field. */
export function gradField(problem: SamplingProblem, dy: Tensor4D, image: Tensor4D): Tensor {
  const { gradField: kernelName, trainable } = samplingKernels[problem.field.kind];
  return hasKernel(kernelName, problem.sampler)
    ? runKernel(kernelName, problem, { dy, image })
    : gradInputReference(problem, trainable, dy, image);
}

/**
 * Whether weights may have a gradient of their own, which kernels don't compute: they come from a
 * function that reads variables or other tensors.
 */
function isTrained(sampler: KernelSampler): boolean {
  return isRecording() && readsTensors((offset) => kernelWeights(sampler, offset));
}

/** Whether the current backend has this kernel for this sampler. Without it the reference runs. */
export function hasKernel(kernelName: string, sampler: KernelSampler): boolean {
  return findKernel(kernelName, sampler) !== undefined;
}

/** What the current backend's kernel is for: this sampler by name, or any. */
function findKernel(
  kernelName: string,
  { fastKernel }: KernelSampler,
): 'named' | 'any' | undefined {
  const kernel = getKernel(kernelName, getBackend()) as StnKernelConfig | null | undefined;
  const samplers = kernel?.samplers ?? [];
  if (fastKernel !== undefined && samplers.includes(fastKernel)) return 'named';
  return samplers.includes(anySampler) ? 'any' : undefined;
}

/** Runs a kernel that the current backend has. */
function runKernel<T extends Tensor>(
  kernelName: string,
  { field, sampler, padding, fillValue }: SamplingProblem,
  inputs: NamedTensorMap,
  imageShape?: BackpropImageAttributes['imageShape'],
): T {
  const { outputSize, alignCorners } = field;
  const attributes: SamplingAttributes = { sampler, padding, fillValue, outputSize, alignCorners };
  return engine().runKernel<T>(
    kernelName,
    // Into the caller's literal: a second spread takes a tenth of a small call's time.
    Object.assign(inputs, fieldTensors(field)),
    // tfjs passes attributes through without looking at them.
    (imageShape ? { ...attributes, imageShape } : attributes) as NamedAttrMap & SamplingAttributes,
  );
}
