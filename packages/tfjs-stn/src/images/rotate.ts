import type { OutputSize } from '@tfjs-stn/core';
import { assertKnownOptions, describeValue } from '@tfjs-stn/core/~internal';
import { OptionError } from '@tfjs-stn/core/errors';

import type { ImageSource, WarpedImage } from './image-source.js';
import { directionOf, mapAbout } from './inverse-map.js';
import { samplingNames, warpPixels, type SamplingChoice } from './warp-pixels.js';

/** The size of the output, and how the image is sampled. */
export interface RotateOptions extends SamplingChoice {
  /** Makes the output as large as the whole rotated image. Default `false`: as large as the image. */
  readonly expand?: boolean;
}

/** Parts of a pixel that rounding adds to a size. */
const negligible = 1e-6;

/**
 * Rotates an image about its centre.
 *
 * Convention: degrees, counter-clockwise as one sees it, as OpenCV's `getRotationMatrix2D`. The
 * centre is that of the pixels, `((width - 1) / 2, (height - 1) / 2)`.
 *
 * @param image float32 tensor `[batch, height, width, channels]` or `[height, width, channels]`, or
 *   what `tf.browser.fromPixels` takes
 * @returns the rotated image, of the same rank; differentiable in the image
 * @throws OptionError, ShapeError, DTypeError, DisposedError
 */
export function rotate<Image extends ImageSource>(
  image: Image,
  degrees: number,
  options: RotateOptions = {},
): WarpedImage<Image> {
  assertKnownOptions('rotate', options, [...samplingNames, 'expand']);
  const { expand = false } = options;
  if (!Number.isFinite(degrees)) {
    throw new OptionError('rotate', `degrees must be finite, got ${describeValue(degrees)}`);
  }
  if (typeof expand !== 'boolean') {
    throw new OptionError('rotate', `expand must be a boolean, got ${describeValue(expand)}`);
  }
  const [cosine, sine] = directionOf(degrees);
  return warpPixels('rotate', image, options, ([height, width]) => {
    const outputSize: OutputSize = expand
      ? [bound(height, cosine, width, sine), bound(width, cosine, height, sine)]
      : [height, width];
    const centre = [(width - 1) / 2, (height - 1) / 2] as const;
    return mapAbout(centre, [cosine, sine], [-sine, cosine], outputSize);
  });
}

/** Whole pixels that hold a side and the other one, turned. */
function bound(side: number, cosine: number, other: number, sine: number): number {
  return Math.ceil(side * Math.abs(cosine) + other * Math.abs(sine) - negligible);
}
