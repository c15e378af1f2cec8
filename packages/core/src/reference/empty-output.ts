import { customGrad, zeros, zerosLike, type Tensor, type Tensor4D } from '@tensorflow/tfjs-core';

import { fieldBatch } from '../checks/field-batch.js';
import { fieldTensors } from '../contracts/field-tensors.js';
import type { SamplingField } from '../contracts/sampling-field.js';

/** The shape of an image sampled along a field: `[batch, outHeight, outWidth, channels]`. */
export function sampledShape(
  image: Tensor4D,
  field: SamplingField,
): [batch: number, height: number, width: number, channels: number] {
  const batch = image.shape[0] === 1 ? fieldBatch(field) : image.shape[0];
  return [batch, ...field.outputSize, image.shape[3]];
}

/** An output without pixels still has gradients, all of them 0. */
export function emptyOutput(image: Tensor4D, field: SamplingField): Tensor4D {
  const shape = sampledShape(image, field);
  const empty = customGrad((...inputs) => ({
    value: zeros(shape),
    gradFunc: () => (inputs as Tensor[]).slice(0, -1).map((input) => zerosLike(input)),
  }));
  return empty(image, ...Object.values(fieldTensors(field))) as Tensor4D;
}
