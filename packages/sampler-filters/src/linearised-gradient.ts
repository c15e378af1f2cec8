import {
  add,
  addN,
  concat,
  mul,
  split,
  sub,
  sum,
  tensor,
  type Tensor,
  type Tensor4D,
} from '@tensorflow/tfjs-core';
import { gridSample, type SamplingOptions } from '@tfjs-stn/core';

import { bilinearKernel } from './bilinear-kernel.js';
import { jitter } from './jitter.js';
import type { MultiSampleConfig } from './multi-sample.js';
import { warpOptions } from './warp-options.js';

/**
 * The gradient by a grid, weighted with `dy`: the slopes of linear models fitted to samples around
 * every point.
 *
 * @param image `[batch, height, width, channels]`
 * @param grid `[batch, outHeight, outWidth, 2]`
 * @returns the grid's shape
 */
export function linearisedGradient(
  dy: Tensor4D,
  image: Tensor4D,
  grid: Tensor4D,
  alignCorners: boolean,
  config: MultiSampleConfig,
  options: SamplingOptions,
): Tensor4D {
  const [gridBatch, height, width] = grid.shape;
  const { offsets, weights } = jitter(config, [height, width]);
  const perPixel = (values: Float32Array): Tensor => tensor(values, [1, height, width, 2]);
  const points = [grid, ...offsets.map((offset) => add<Tensor4D>(grid, perPixel(offset)))];
  const read = gridSample(image, concat(points, 1), {
    ...warpOptions(bilinearKernel, options),
    alignCorners,
  });
  const [centre, ...samples] = split(read, points.length, 1) as [Tensor, ...Tensor[]];
  const slopes = samples.map((sample, tap) => {
    const difference = sum(mul(dy, sub(sample, centre)), -1, true);
    return mul(difference, perPixel(weights[tap]!));
  });
  const gradient = addN(slopes) as Tensor4D;
  return gradient.shape[0] === gridBatch ? gradient : sum(gradient, 0, true);
}
