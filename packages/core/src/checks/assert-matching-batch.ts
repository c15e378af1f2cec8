import type { Tensor3D, Tensor4D } from '@tensorflow/tfjs-core';

import type { SamplingField } from '../contracts/sampling-field.js';
import { ShapeError } from '../errors.js';
import { fieldBatch } from './field-batch.js';

/** Passes image and field of the same batch, or with a batch of 1 on either side. */
export function assertMatchingBatch(
  operation: string,
  image: Tensor3D | Tensor4D,
  field: SamplingField,
): void {
  const ofField = fieldBatch(field);
  if (image.rank === 3) {
    if (ofField === 1) return;
    throw new ShapeError(
      operation,
      `an image of rank 3 takes a field of batch 1, not ${ofField}`,
      image.shape,
      'Use tf.expandDims(image, 0) to get a batch back',
    );
  }
  const ofImage = image.shape[0];
  if (ofImage !== ofField && ofImage !== 1 && ofField !== 1) {
    throw new ShapeError(
      operation,
      `image and field must have the same batch, or one of them 1; the field has ${ofField}`,
      image.shape,
    );
  }
}
