import type { OutputSize } from '@tfjs-stn/core';
import { assertKnownOptions, describeValue } from '@tfjs-stn/core/~internal';
import { OptionError } from '@tfjs-stn/core/errors';

import type { ImageSource, WarpedImage } from './image-source.js';
import { directionOf, mapAbout } from './inverse-map.js';
import { assertPixels, samplingNames, warpPixels, type SamplingChoice } from './warp-pixels.js';

/** A rectangle in an image, in pixels, as OpenCV's `RotatedRect`. */
export interface RotatedRectangle {
  /** Of its centre; whole numbers are pixel centres. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** By how much it is turned about its centre, clockwise as one sees it. Default 0. */
  readonly degrees?: number;
}

/** The size of the output, and how the image is sampled. */
export interface CropRotatedOptions extends SamplingChoice {
  /** `[height, width]` in pixels. Default: the rectangle's, rounded. */
  readonly outputSize?: OutputSize;
}

/**
 * Cuts a rotated rectangle out of an image, upright.
 *
 * @param image float32 tensor `[batch, height, width, channels]` or `[height, width, channels]`, or
 *   what `tf.browser.fromPixels` takes
 * @returns the content of the rectangle, of the same rank; differentiable in the image
 * @throws OptionError, ShapeError, DTypeError, DisposedError
 */
export function cropRotated<Image extends ImageSource>(
  image: Image,
  rectangle: RotatedRectangle,
  options: CropRotatedOptions = {},
): WarpedImage<Image> {
  assertKnownOptions('cropRotated', options, [...samplingNames, 'outputSize']);
  const { x, y, width, height, degrees = 0 } = readRectangle(rectangle);
  const rounded = [height, width].map((side) => Math.max(1, Math.round(side)));
  const outputSize = assertPixels('cropRotated', options.outputSize ?? rounded);
  const [cosine, sine] = directionOf(degrees);
  const [right, down] = [width / outputSize[1], height / outputSize[0]];
  return warpPixels('cropRotated', image, options, () =>
    mapAbout([x, y], [right * cosine, right * sine], [-down * sine, down * cosine], outputSize),
  );
}

const rectangleNames = ['x', 'y', 'width', 'height', 'degrees'];

/** Passes finite numbers and sides longer than 0. */
function readRectangle(rectangle: RotatedRectangle): RotatedRectangle {
  assertKnownOptions('cropRotated', rectangle, rectangleNames, 'rectangle');
  const { x, y, width, height, degrees = 0 } = rectangle;
  const numbers = [x, y, width, height, degrees];
  if (numbers.every(Number.isFinite) && width > 0 && height > 0) return rectangle;
  throw new OptionError(
    'cropRotated',
    `rectangle must have finite x, y and degrees and a width and height over 0, got ${describeValue(numbers)}`,
  );
}
