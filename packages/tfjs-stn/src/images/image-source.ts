import { browser, div, tidy, Tensor, type Tensor3D, type Tensor4D } from '@tensorflow/tfjs-core';
import { assertImage, describeValue } from '@tfjs-stn/core/~internal';
import { OptionError } from '@tfjs-stn/core/errors';

/** What `tf.browser.fromPixels` takes: an image, canvas, video or bitmap, or pixels in bytes. */
export type PixelSource = Parameters<typeof browser.fromPixels>[0];

/**
 * An image: a float32 tensor `[batch, height, width, channels]` or `[height, width, channels]`, or
 * what `tf.browser.fromPixels` takes, of which red, green and blue are read as numbers from 0 to 1.
 */
export type ImageSource = Tensor3D | Tensor4D | PixelSource;

/** A tensor of the image's rank; of pixels `[height, width, 3]`. */
export type WarpedImage<Image extends ImageSource> = Image extends Tensor4D ? Tensor4D : Tensor3D;

/**
 * The image as a tensor; one that is made of pixels belongs to the `tf.tidy` around the call.
 *
 * @throws OptionError for what is no image; ShapeError, DTypeError, DisposedError for tensors
 */
export function imageTensor(operation: string, source: ImageSource): Tensor3D | Tensor4D {
  const image = source instanceof Tensor ? source : readPixels(operation, source);
  assertImage(operation, image);
  return image;
}

function readPixels(operation: string, source: PixelSource): Tensor3D {
  try {
    return tidy(() => div<Tensor3D>(browser.fromPixels(source, 3), 255));
  } catch (error) {
    throw new OptionError(
      operation,
      `image must be a tensor or what tf.browser.fromPixels takes, got ${describeValue(source)}. ${String(error)}`,
    );
  }
}
