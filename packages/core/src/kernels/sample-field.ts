import { zeros, type Tensor, type Tensor4D } from '@tensorflow/tfjs-core';

import { fieldTensors, withFieldTensors } from '../contracts/field-tensors.js';
import type { SamplingField } from '../contracts/sampling-field.js';
import { sampleFieldReference } from '../reference/sample-field.js';
import { fieldKernels } from './field-kernels.js';
import type { BackpropImageAttributes, SamplingAttributes } from './names.js';
import { runKernel } from './run-kernel.js';
import { vectorJacobian } from './vector-jacobian.js';

/** What a kernel samples with; the field adds output size and alignCorners. */
export type KernelSampling = Omit<SamplingAttributes, 'outputSize' | 'alignCorners'>;

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
