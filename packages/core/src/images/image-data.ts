import { div, slice, tensor3d, tidy, type Tensor3D } from '@tensorflow/tfjs-core';

import { assertKnownOptions } from '../checks/assert-known-options.js';
import { assertTensor } from '../checks/assert-tensor.js';
import { describeValue } from '../checks/describe-value.js';
import { OptionError, ShapeError } from '../errors.js';

/** An image in bytes, four for every pixel: a browser's `ImageData`, or what libraries decode to. */
export interface PixelData {
  /** Red, green, blue and alpha of every pixel, row by row, 0 to 255. */
  readonly data: Uint8ClampedArray | Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** What of a pixel is read. */
export interface FromImageOptions {
  /** 3 for red, green and blue (the default), 4 with alpha, 1 for red alone. */
  readonly channels?: 1 | 3 | 4;
}

/**
 * An image in bytes as a tensor. Unlike `tf.browser.fromPixels` it works in Node and in workers, and
 * gives the float32 in [0, 1] that `warp` takes.
 *
 * @returns `[height, width, channels]`, float32, 0 to 1
 * @throws OptionError if data does not have four bytes for every pixel
 */
export function fromImage(pixels: PixelData, options: FromImageOptions = {}): Tensor3D {
  assertKnownOptions('fromImage', options, ['channels']);
  const { channels = 3 } = options;
  if (![1, 3, 4].includes(channels)) {
    throw new OptionError(
      'fromImage',
      `channels must be 1, 3 or 4, got ${describeValue(channels)}`,
    );
  }
  const { data, width, height } = assertPixels(pixels);
  return tidy(() => {
    const all = div<Tensor3D>(tensor3d(Float32Array.from(data), [height, width, 4]), 255);
    return channels === 4 ? all : slice(all, [0, 0, 0], [height, width, channels]);
  });
}

function assertPixels(pixels: PixelData): PixelData {
  const { data, width, height } = (pixels ?? {}) as Partial<PixelData>;
  const isBytes = data instanceof Uint8ClampedArray || data instanceof Uint8Array;
  const isSize = Number.isSafeInteger(width) && Number.isSafeInteger(height);
  if (isBytes && isSize && data.length === 4 * (width as number) * (height as number)) {
    return pixels;
  }
  throw new OptionError(
    'fromImage',
    `pixels must be { data, width, height } with four bytes for every pixel, got ${
      isBytes ? `${data.length} bytes for ${width} × ${height}` : describeValue(pixels)
    }`,
  );
}

/**
 * A tensor as an image in bytes, for `context.putImageData` or an encoder of PNG. Values are clipped
 * to [0, 1] and rounded to the nearest byte; NaN becomes 0.
 *
 * @param image `[height, width, channels]`, float32 in [0, 1], with 1 channel (grey), 3 or 4
 * @returns an `ImageData` where the engine has it, elsewhere an object of the same form
 * @throws ShapeError, DTypeError, DisposedError
 */
export async function toImageData(
  image: Tensor3D,
): Promise<PixelData & { readonly data: Uint8ClampedArray<ArrayBuffer> }> {
  assertTensor('toImageData', 'image', image);
  const [height, width, channels] = image.shape;
  if (image.rank !== 3 || ![1, 3, 4].includes(channels) || height * width === 0) {
    throw new ShapeError(
      'toImageData',
      'image must be [height, width, channels] with pixels and 1, 3 or 4 channels',
      image.shape,
    );
  }
  const values = await image.data<'float32'>();
  const data = new Uint8ClampedArray(4 * height * width).fill(255);
  for (let pixel = 0; pixel < height * width; pixel++) {
    for (let channel = 0; channel < Math.max(3, channels); channel++) {
      // Uint8ClampedArray clips and rounds.
      const value = values[pixel * channels + (channels === 1 ? 0 : channel)] as number;
      data[4 * pixel + channel] = 255 * value;
    }
  }
  return typeof ImageData === 'undefined'
    ? { data, width, height }
    : new ImageData(data, width, height);
}
