import { browser, div, tidy, Tensor, type Tensor3D, type Tensor4D } from '@tensorflow/tfjs-core';
import { assertImage, describeValue } from '@tfjs-stn/core/~internal';
import { OptionError } from '@tfjs-stn/core/errors';
import { fromImage, type PixelData } from '@tfjs-stn/core/images';

/**
 * What `tf.browser.fromPixels` takes: an image, canvas, video or bitmap; or red, green, blue and
 * alpha in bytes.
 */
export type PixelSource = Parameters<typeof browser.fromPixels>[0] | OffscreenCanvas | PixelData;

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
  const isObject = typeof source === 'object' && source !== null;
  if (isObject && isNotThere(source)) {
    throw new OptionError(
      operation,
      'image must have pixels, got none. Wait until an image has loaded (image.decode()) or a video has a frame (loadeddata)',
    );
  }
  try {
    // tfjs would read bytes that are missing as zeros.
    if (isObject && 'data' in source) return fromImage(source);
    return tidy(() => div<Tensor3D>(browser.fromPixels(source as HTMLCanvasElement, 3), 255));
  } catch (error) {
    throw new OptionError(
      operation,
      `image must be a tensor or what tf.browser.fromPixels takes, got ${describeValue(source)}. ${String(error)}`,
    );
  }
}

/** What has no pixels yet, or no longer. tfjs would read zeros, or fail and keep memory. */
function isNotThere(source: object): boolean {
  const { readyState, naturalWidth, complete, width, height } = source as Partial<
    HTMLVideoElement & HTMLImageElement
  >;
  if (readyState !== undefined) return readyState < 2; // HAVE_CURRENT_DATA
  if (naturalWidth !== undefined) return !complete || naturalWidth === 0;
  return width === 0 || height === 0;
}
