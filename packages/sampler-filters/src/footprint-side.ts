import {
  div,
  greater,
  lessEqual,
  matMul,
  max,
  mul,
  ones,
  reshape,
  sqrt,
  square,
  sub,
  type Tensor4D,
} from '@tensorflow/tfjs-core';
import { keepWhere } from '@tfjs-stn/core/fields';

import { longestSide } from './footprint-limit.js';

/** One side of every output pixel's footprint. */
export interface FootprintSide {
  /** `[batch, outHeight, outWidth, 2]`, from the first point to the last, in pixels. */
  readonly reach: Tensor4D;
  /** The longest side in pixels, at least 1. */
  readonly longest: number;
}

/**
 * Where along a side of length σ the footprint is read: over σ - 1 pixels of it, since the base
 * sampler itself reads a pixel's width, and not at all where σ ≤ 1.
 *
 * @param side `[batch, outHeight, outWidth, 2]`, in pixels per output pixel
 */
export function footprintSide(side: Tensor4D): FootprintSide {
  const bounded = keepWhere(lessEqual(squaredLength(side), longestSide ** 2), side, 0);
  const squared = squaredLength(bounded);
  const length = sqrt(keepWhere(greater(squared, 1), squared, 1));
  const [longest = 1] = max(length).dataSync<'float32'>();
  return { reach: mul(bounded, sub(1, div(1, length))), longest };
}

/** x² + y² in the place of either: as a product, since a sum over pairs and its return are slow. */
function squaredLength(side: Tensor4D): Tensor4D {
  const pairs = reshape(square(side), [-1, 2]);
  return reshape(matMul(pairs, ones([2, 2])), side.shape);
}
