import { zeros, type Tensor, type Tensor4D } from '@tensorflow/tfjs-core';

import { vectorJacobian } from '../autodiff/vector-jacobian.js';
import { fieldTensors, withFieldTensors, type SamplingField } from '../contracts/sampling-field.js';
import { gradField, gradImage } from '../sampling/sample.js';
import { samplingKernels } from '../sampling/sampling-kernels.js';
import { warp, type WarpOptions } from './warp.js';

/** `[batch, height, width, channels]` */
export type ImageShape = readonly [number, number, number, number];

/**
 * The gradient of `warp` w.r.t. an image of the given shape, for samplers that warp again in their
 * backward pass. A kernel sampler needs no other forward pass for it.
 */
export function warpImageGradient(
  dy: Tensor4D,
  imageShape: ImageShape,
  field: SamplingField,
  options: WarpOptions,
): Tensor4D {
  const { sampler, padding = 'zeros', fillValue = 0 } = options;
  if (sampler.kind === 'kernel') {
    return gradImage({ field, sampler, padding, fillValue }, dy, imageShape);
  }
  // Sampling is linear in the image, so its gradient is the same at any image.
  return vectorJacobian<Tensor4D>(
    (image) => warp(image, field, options),
    zeros([...imageShape]),
    dy,
  );
}

/** Its gradient w.r.t. one of the field's tensors, in that tensor's shape. */
export function warpFieldGradient(
  dy: Tensor4D,
  image: Tensor4D,
  field: SamplingField,
  options: WarpOptions,
  input: string,
): Tensor {
  const { sampler, padding = 'zeros', fillValue = 0 } = options;
  if (sampler.kind === 'kernel' && input === samplingKernels[field.kind].trainable) {
    return gradField({ field, sampler, padding, fillValue }, dy, image);
  }
  return vectorJacobian(
    (x) => warp(image, withFieldTensors(field, { [input]: x }), options),
    fieldTensors(field)[input] as Tensor,
    dy,
  );
}
