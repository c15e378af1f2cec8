import {
  engine,
  getBackend,
  getKernel,
  zeros,
  zerosLike,
  type NamedAttrMap,
  type NamedTensorMap,
  type Tensor,
  type Tensor4D,
} from '@tensorflow/tfjs-core';

import { fieldTensors, withFieldTensors, type SamplingField } from '../contracts/sampling-field.js';
import type { KernelSampler } from '../contracts/sampler.js';
import { registerGradients } from './gradients.js';
import { sampleFieldReference } from './reference/sample-field.js';
import {
  fieldKernels,
  type BackpropImageAttributes,
  type SamplingAttributes,
  type StnKernelConfig,
} from './sampling-kernels.js';

/** What a kernel samples with; the field adds output size and alignCorners. */
type KernelSampling = Omit<SamplingAttributes, 'outputSize' | 'alignCorners'>;

/** Samples `[batch, height, width, channels]` along a field. */
export function sampleField(
  image: Tensor4D,
  field: SamplingField,
  sampling: KernelSampling,
): Tensor4D {
  const attributes = attributesOf(field, sampling);
  const inputs = { image, ...fieldTensors(field) };
  return runKernel(fieldKernels[field.kind].forward, inputs, attributes, () =>
    sampleFieldReference(image, field, attributes),
  );
}

/** The gradient of `sampleField` by an image of a given shape. */
export function backpropImage(
  dy: Tensor4D,
  field: SamplingField,
  sampling: KernelSampling,
  imageShape: BackpropImageAttributes['imageShape'],
): Tensor4D {
  const attributes: BackpropImageAttributes = { ...attributesOf(field, sampling), imageShape };
  const inputs = { dy, ...fieldTensors(field) };
  return runKernel(fieldKernels[field.kind].backpropImage, inputs, attributes, () =>
    // Sampling is linear in the image, so its gradient is the same at any image.
    vectorJacobian<Tensor4D>(
      (image) => sampleFieldReference(image, field, attributes),
      zeros([...imageShape]),
      dy,
    ),
  );
}

/** The gradient of `sampleField` by the tensor of the field that is trained. */
export function backpropField(
  dy: Tensor4D,
  image: Tensor4D,
  field: SamplingField,
  sampling: KernelSampling,
): Tensor {
  const kernels = fieldKernels[field.kind];
  const inputs = { dy, image, ...fieldTensors(field) };
  return runKernel(kernels.backpropField, inputs, attributesOf(field, sampling), () =>
    backpropFieldReference(dy, image, field, kernels.trainable, sampling),
  );
}

/** The gradient by any of the field's tensors, in differentiable ops. */
export function backpropFieldReference(
  dy: Tensor4D,
  image: Tensor4D,
  field: SamplingField,
  input: string,
  sampling: KernelSampling,
): Tensor {
  const attributes = attributesOf(field, sampling);
  return vectorJacobian(
    (tensor) =>
      sampleFieldReference(image, withFieldTensors(field, { [input]: tensor }), attributes),
    fieldTensors(field)[input] as Tensor,
    dy,
  );
}

function attributesOf(field: SamplingField, sampling: KernelSampling): SamplingAttributes {
  const { outputSize, alignCorners } = field;
  const { sampler, padding, fillValue } = sampling;
  // Named one by one: in every call, a spread with two keys behind it took 5 µs.
  return { sampler, padding, fillValue, outputSize, alignCorners };
}

/** Whether the current backend has this kernel for this sampler; the reference runs where it has not. */
export function hasKernel(kernelName: string, { fastKernel }: KernelSampler): boolean {
  const kernel = getKernel(kernelName, getBackend()) as StnKernelConfig | undefined | null;
  return fastKernel !== undefined && kernel?.samplers?.includes(fastKernel) === true;
}

/** Runs the current backend's kernel, or the reference where it has none for this sampler. */
function runKernel<T extends Tensor>(
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

/**
 * The gradient of `f` at `x`, weighted with `dy`; 0 where `f` does not depend on `x`. Unlike
 * `tf.grad`, it can be called while tfjs goes back along its tape: in a written-out gradient that
 * must have a gradient in turn.
 *
 * @param f made of differentiable ops
 * @param dy in the shape of `f(x)`
 * @returns in the shape of `x`, differentiable if `f` is twice
 */
export function vectorJacobian<T extends Tensor>(f: (x: T) => Tensor, x: T, dy: Tensor): T {
  const allowNoGradients = true;
  const { state } = engine();
  // When the innermost gradient is done, tfjs drops its tape, and takes for granted that it was
  // the only one: the tape of the gradient that is being computed around this one must come back.
  const outerTape = state.activeTape;
  try {
    const { grads, value } = engine().gradients(() => f(x), [x], dy, allowNoGradients);
    value.dispose();
    const gradient: Tensor | null | undefined = grads[0];
    return (gradient ?? zerosLike(x)) as T;
  } finally {
    state.activeTape = outerTape;
  }
}
