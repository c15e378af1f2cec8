import { expandDims, type Tensor3D, type Tensor4D } from '@tensorflow/tfjs-core';

/** `[height, width, channels]` as a batch of one. */
export function asBatch(image: Tensor3D | Tensor4D): Tensor4D {
  return image.rank === 3 ? expandDims<Tensor4D>(image, 0) : (image as Tensor4D);
}
