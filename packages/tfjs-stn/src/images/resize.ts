import type { OutputSize } from '@tfjs-stn/core';
import { assertKnownOptions } from '@tfjs-stn/core/~internal';

import type { ImageSource, WarpedImage } from './image-source.js';
import { mapAbout } from './inverse-map.js';
import { assertPixels, samplingNames, warpPixels, type SamplingChoice } from './warp-pixels.js';

/**
 * Resizes an image, as OpenCV's `resize` with `INTER_LINEAR`.
 *
 * Convention: edges fall on edges, as in PyTorch's `interpolate` with `align_corners=False`. Padding
 * is `'border'` unless given, since `'zeros'` darkens the edges of a larger image. To shrink to less
 * than half without aliasing, use `antialiased({ base: bilinear() })` as the sampler.
 *
 * @param image float32 tensor `[batch, height, width, channels]` or `[height, width, channels]`, or
 *   what `tf.browser.fromPixels` takes
 * @param outputSize `[height, width]` in pixels; OpenCV has them reversed
 * @returns the resized image, of the same rank; differentiable in the image
 * @throws OptionError, ShapeError, DTypeError, DisposedError
 */
export function resize<Image extends ImageSource>(
  image: Image,
  outputSize: OutputSize,
  options: SamplingChoice = {},
): WarpedImage<Image> {
  assertKnownOptions('resize', options, samplingNames);
  const size = assertPixels('resize', outputSize);
  // A fill value only goes with zeros.
  const padding = options.padding ?? (options.fillValue === undefined ? 'border' : 'zeros');
  return warpPixels('resize', image, { ...options, padding }, ([height, width]) =>
    mapAbout(
      [(width - 1) / 2, (height - 1) / 2],
      [width / size[1], 0],
      [0, height / size[0]],
      size,
    ),
  );
}
