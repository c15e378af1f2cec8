import type { Tensor3D, Tensor4D } from '@tensorflow/tfjs-core';

import { assertAlignCorners } from '../checks/assert-align-corners.js';
import { assertKnownOptions } from '../checks/assert-known-options.js';
import { assertTensor } from '../checks/assert-tensor.js';
import { ShapeError } from '../errors.js';
import { warpField, warpOptionNames, type WarpOptions } from './warp.js';

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
  assertTensor('gridSample', 'grid', grid);
  const [, height, width, pair] = grid.shape;
  if (grid.rank !== 4 || pair !== 2) {
    throw new ShapeError('gridSample', 'grid must be [batch, outHeight, outWidth, 2]', grid.shape);
  }
  const { alignCorners = false } = (options as GridSampleOptions | undefined) ?? {};
  assertAlignCorners('gridSample', alignCorners);
  return warpField(
    'gridSample',
    image,
    { kind: 'grid', grid, outputSize: [height, width], alignCorners },
    options,
  );
}
