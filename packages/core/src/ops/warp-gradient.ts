import { zeros, type Tensor, type Tensor4D } from '@tensorflow/tfjs-core';

import { fieldTensors, withFieldTensors, type SamplingField } from '../contracts/sampling-field.js';
import { backpropField, backpropImage, vectorJacobian } from '../sampling/sample.js';
import { fieldKernels } from '../sampling/sampling-kernels.js';
import { warp, type WarpOptions } from './warp.js';

/** `[batch, height, width, channels]` */
export type ImageShape = readonly [number, number, number, number];

/**
 * The gradient of `warp` by an image of a given shape, weighted with `dy`, for samplers that warp again
 * in their backward pass. A kernel sampler needs no other forward pass for it.
 */
export function warpImageGradient(
  dy: Tensor4D,
  imageShape: ImageShape,
  field: SamplingField,
  options: WarpOptions,
): Tensor4D {
  const { sampler, padding = 'zeros', fillValue = 0 } = options;
  if (sampler.kind === 'kernel') {
    return backpropImage(dy, field, { sampler, padding, fillValue }, imageShape);
  }
  // Sampling is linear in the image, so its gradient is the same at any image.
  return vectorJacobian<Tensor4D>(
    (image) => warp(image, field, options),
    zeros([...imageShape]),
    dy,
  );
}

/** Its gradient by one of the field's tensors, of that tensor's shape. */
export function warpFieldGradient(
  dy: Tensor4D,
  image: Tensor4D,
  field: SamplingField,
  options: WarpOptions,
  input: string,
): Tensor {
  const { sampler, padding = 'zeros', fillValue = 0 } = options;
  if (sampler.kind === 'kernel' && input === fieldKernels[field.kind].trainable) {
    return backpropField(dy, image, field, { sampler, padding, fillValue });
  }
  return vectorJacobian(
    (x) => warp(image, withFieldTensors(field, { [input]: x }), options),
    fieldTensors(field)[input] as Tensor,
    dy,
  );
}
