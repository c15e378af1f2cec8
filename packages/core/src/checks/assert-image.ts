import type { Tensor3D, Tensor4D } from '@tensorflow/tfjs-core';

import { ShapeError } from '../errors.js';
import { assertTensor } from './assert-tensor.js';

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
}
