import { expandDims, type Tensor3D, type Tensor4D } from '@tensorflow/tfjs-core';

import { fieldBatch, type SamplingField } from '../contracts/sampling-field.js';
import { ShapeError } from '../errors.js';
import { assertTensor } from './assert-tensor.js';
import { warnOnce } from './warn-once.js';

/** Passes images `[batch, height, width, channels]` or `[height, width, channels]` with pixels. */
export function assertImage(
  operation: string,
  image: unknown,
): asserts image is Tensor3D | Tensor4D {
  assertTensor(operation, 'image', image);
  if (image.rank !== 3 && image.rank !== 4) {
    throw new ShapeError(
      operation,
      'image must be [batch, height, width, channels] or [height, width, channels]',
      image.shape,
    );
  }
  if (image.shape.slice(-3).some((size) => size === 0)) {
    throw new ShapeError(operation, 'image must have pixels and channels', image.shape);
  }
  if (image.rank === 4) warnOfChannelsFirst(operation, image.shape);
}

/** More channels than images have, and their numbers in one that comes from a file. */
const mostChannels = 64;
const channelsOfFiles = [1, 3, 4];

/** Warns once of images that look as if they were `[batch, channels, height, width]`. */
function warnOfChannelsFirst(operation: string, shape: readonly number[]): void {
  const [, second = 0, , channels = 0] = shape;
  if (channels <= mostChannels || !channelsOfFiles.includes(second)) return;
  warnOnce(
    'channels first',
    `${operation}: image [${shape.join(', ')}] has ${channels} channels and a height of ${second}, as if channels came first. If they do, use tf.transpose(image, [0, 2, 3, 1])`,
  );
}

/** `[height, width, channels]` as a batch of one. */
export function asBatch(image: Tensor3D | Tensor4D): Tensor4D {
  return image.rank === 3 ? expandDims<Tensor4D>(image, 0) : (image as Tensor4D);
}

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
