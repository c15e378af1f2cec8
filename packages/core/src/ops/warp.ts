import { squeeze, tidy, type Tensor, type Tensor3D, type Tensor4D } from '@tensorflow/tfjs-core';

import { assertAlignCorners, assertField, assertGrid } from '../checks/assert-field.js';
import { asBatch, assertImage, assertMatchingBatch } from '../checks/assert-image.js';
import { assertKnownOptions } from '../checks/assert-known-options.js';
import { assertSamplingOptions } from '../checks/assert-sampling-options.js';
import { warnOfMissingGradients, warnOfMissingKernels } from '../checks/training-hints.js';
import type { FillValue, Padding, Sampler } from '../contracts/sampler.js';
import type { SamplingField } from '../contracts/sampling-field.js';
import { sampleField } from '../sampling/sample.js';
import { sampleComposite } from './sample-composite.js';

/** How an image is sampled. */
export interface WarpOptions {
  readonly sampler: Sampler;
  /** Default `'zeros'`. */
  readonly padding?: Padding;
  /** With padding `'zeros'`: the value outside the image, one or one per channel. Default 0. */
  readonly fillValue?: FillValue;
}

/** Every key that they can have. */
const warpOptionNames: readonly (keyof WarpOptions)[] = ['sampler', 'padding', 'fillValue'];

/**
 * Samples an image along a sampling field, which carries its own output size and alignCorners.
 *
 * Convention: NHWC float32; the field maps output to input coordinates.
 *
 * @param image `[batch, height, width, channels]` or `[height, width, channels]`
 * @param field from `transform.field`; a batch of 1 on either side serves the whole batch
 * @returns `[batch, outHeight, outWidth, channels]`, or rank 3 for an image of rank 3;
 *   differentiable in the image and the field's tensors, twice
 * @throws ShapeError, DTypeError, OptionError, DisposedError
 */
export function warp<Image extends Tensor3D | Tensor4D>(
  image: Image,
  field: SamplingField,
  options: WarpOptions,
): Image {
  const remedy = 'Leave it out: outputSize and alignCorners come with the field';
  assertKnownOptions('warp', options, warpOptionNames, 'options', remedy);
  return warpField('warp', image, field, options);
}

/** `warp` under the name of the public operation that calls it; other options are not looked at. */
export function warpField<Image extends Tensor3D | Tensor4D>(
  operation: string,
  image: Image,
  givenField: SamplingField,
  options: WarpOptions,
): Image {
  assertImage(operation, image);
  warnOfMissingGradients(operation);
  warnOfMissingKernels(operation);
  const field = assertField(operation, givenField);
  assertMatchingBatch(operation, image, field);
  const channels = image.shape[image.rank - 1] as number;
  const { sampler, padding, fillValue } = assertSamplingOptions(operation, options, channels);
  const sampled: Tensor = tidy(() => {
    const batch = asBatch(image);
    const output =
      sampler.kind === 'composite'
        ? sampleComposite(operation, sampler, batch, field, { padding, fillValue })
        : sampleField({ field, sampler, padding, fillValue }, batch);
    return image.rank === 3 ? squeeze<Tensor3D>(output, [0]) : output;
  });
  return sampled as Image;
}

/** How a grid is sampled. */
export interface GridSampleOptions extends WarpOptions {
  /** Default `false`: -1 and 1 are the outer edges of the corner pixels. */
  readonly alignCorners?: boolean;
}

/**
 * Samples an image at every point of a grid.
 *
 * Convention: NHWC float32; grid points are normalised input coordinates `(x, y)`, x right, y down.
 * The same as PyTorch's `grid_sample` and ONNX's GridSample, but for the layout.
 *
 * @param image `[batch, height, width, channels]` or `[height, width, channels]`
 * @param grid `[batch, outHeight, outWidth, 2]`; a batch of 1 on either side serves the whole batch
 * @returns `[batch, outHeight, outWidth, channels]`, or rank 3 for an image of rank 3;
 *   differentiable in image and grid, twice
 * @throws ShapeError, DTypeError, OptionError, DisposedError
 */
export function gridSample<Image extends Tensor3D | Tensor4D>(
  image: Image,
  grid: Tensor4D,
  options: GridSampleOptions,
): Image {
  assertKnownOptions('gridSample', options, [...warpOptionNames, 'alignCorners']);
  assertGrid('gridSample', 'grid', grid);
  const [, height, width] = grid.shape;
  const { alignCorners = false } = (options as GridSampleOptions | undefined) ?? {};
  assertAlignCorners('gridSample', alignCorners);
  return warpField(
    'gridSample',
    image,
    { kind: 'grid', grid, outputSize: [height, width], alignCorners },
    options,
  );
}
