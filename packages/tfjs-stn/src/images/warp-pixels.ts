import { tidy, type Tensor3D } from '@tensorflow/tfjs-core';
import { bilinear } from '@tfjs-stn/sampler-bilinear';
import { homographyField, type OutputSize, type WarpOptions } from '@tfjs-stn/core';
import { assertOutputSize, describeValue, warpField } from '@tfjs-stn/core/~internal';
import { OptionError } from '@tfjs-stn/core/errors';
import { normalisedMatrix } from '@tfjs-stn/core/homography';

import { imageTensor, type ImageSource, type WarpedImage } from './image-source.js';

/** How the image is sampled: by default bilinear, with zeros outside. */
export type SamplingChoice = Partial<WarpOptions>;

export const samplingNames: readonly (keyof WarpOptions)[] = ['sampler', 'padding', 'fillValue'];

/** What a short form makes of its arguments. */
export interface PixelMap {
  /** `[batch, 3, 3]` */
  readonly matrix: Tensor3D;
  /** As in OpenCV, about pixel centres: input to output, or the inverse. */
  readonly convention: 'opencv' | 'opencv-inverse-map';
  readonly outputSize: OutputSize;
}

/** Warps by the pixel matrix that `map` makes, inside a `tf.tidy`, of the size of the image. */
export function warpPixels<Image extends ImageSource>(
  operation: string,
  source: Image,
  options: SamplingChoice,
  map: (inputSize: OutputSize) => PixelMap,
): WarpedImage<Image> {
  const warped = tidy(() => {
    const image = imageTensor(operation, source);
    const [height, width] = image.shape.slice(-3) as [number, number, number];
    const { matrix, convention, outputSize } = map([height, width]);
    const inputSize = [height, width] as const;
    const normalised = normalisedMatrix(matrix, { convention, inputSize, outputSize });
    const sampler = options.sampler ?? bilinear();
    return warpField(operation, image, homographyField(normalised, outputSize), {
      ...options,
      sampler,
    });
  });
  return warped as WarpedImage<Image>;
}

/** Passes `[height, width]` of an output with pixels. */
export function assertPixels(operation: string, outputSize: unknown): OutputSize {
  const size = assertOutputSize(operation, outputSize);
  if (size[0] > 0 && size[1] > 0) return size;
  throw new OptionError(
    operation,
    `outputSize must have at least one pixel, got ${describeValue(size)}`,
  );
}
