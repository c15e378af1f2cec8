import {
  add,
  matMul,
  mul,
  ones,
  reshape,
  sub,
  sum,
  tensor,
  type Rank,
  type Tensor,
  type Tensor3D,
  type Tensor4D,
} from '@tensorflow/tfjs-core';
import { gridSample, type SamplingOptions } from '@tfjs-stn/core';

import { bilinearKernel } from './bilinear-kernel.js';
import type { Pattern } from './pattern.js';
import { warpOptions } from './warp-options.js';

/**
 * The gradient by a grid, weighted with `dy`: the slopes of linear models fitted to samples around
 * every point. The samples lie below one another in one tall grid, which is read at once.
 *
 * @param image `[batch, height, width, channels]`
 * @param grid `[batch, outHeight, outWidth, 2]`
 * @param pattern for this size
 * @returns the grid's shape
 */
export function linearisedGradient(
  dy: Tensor4D,
  image: Tensor4D,
  grid: Tensor4D,
  alignCorners: boolean,
  { offsets, weights }: Pattern,
  options: SamplingOptions,
): Tensor4D {
  const [gridBatch, height, width] = grid.shape;
  const values = height * width * 2;
  const taps = offsets.length / values;
  const read = (at: Tensor4D): Tensor4D =>
    gridSample(image, at, { ...warpOptions(bilinearKernel, options), alignCorners });
  const moved = add(repeat(grid, taps), perItem(offsets, gridBatch, taps));
  const samples = read(reshape(moved, [gridBatch, taps * height, width, 2]));
  const [batch, , , channels] = samples.shape;
  const centre = repeat(read(grid), taps);
  const weighed = mul(repeat(dy, taps), sub(reshape(samples, centre.shape), centre));
  // Summed over channels, for x and for y.
  const along = matMul(reshape(weighed, [-1, channels]), ones<Rank.R2>([channels, 2]));
  const slopes = mul(reshape(along, [batch, taps, values]), perItem(weights, batch, taps));
  const total = matMul(ones<Rank.R3>([batch, 1, taps]), slopes);
  const gradient: Tensor4D = reshape(total, [batch, height, width, 2]);
  return batch === gridBatch ? gradient : sum(gradient, 0, true);
}

/** Every item so many times, one behind the other; as a product, since `tile` takes long on wasm. */
function repeat(x: Tensor4D, times: number): Tensor3D {
  const batch = x.shape[0];
  return matMul<Tensor3D>(ones([batch, times, 1]), reshape(x, [batch, 1, x.size / batch]));
}

/** A pattern for every item; broadcasting takes long on wasm as well. */
function perItem(values: Float32Array, batch: number, taps: number): Tensor {
  const all = matMul(ones<Rank.R2>([batch, 1]), tensor(values, [1, values.length]));
  return reshape(all, [batch, taps, values.length / taps]);
}
