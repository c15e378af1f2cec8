import {
  add,
  concat,
  gatherND,
  getBackend,
  mul,
  reshape,
  scalar,
  scatterND,
  tensor,
  tidy,
  transpose,
  type Tensor,
  type Tensor2D,
  type Tensor4D,
} from '@tensorflow/tfjs-core';

import { withGradient } from '../../autodiff/with-gradient.js';

/** Pixels of a batch of images, all inside: `[points, 1]` int32 each. */
export interface PixelPlaces {
  readonly item: Tensor;
  readonly row: Tensor;
  readonly column: Tensor;
}

/** Places as `[points, 3]`: batch, row and column. Transposed, since wasm joins short rows slowly. */
export function indicesOf({ item, row, column }: PixelPlaces): Tensor2D {
  return transpose(reshape(concat([item, row, column], 0), [3, -1]));
}

/** Beyond this many pixels webgl, which counts in floats, would miss some. */
const mostCounted = 2 ** 24;

/**
 * Reads pixels of a batch of images. Its gradient adds to pixels, whose gradient reads them again,
 * so derivatives of every order exist. (tfjs's own gather has one only where
 * UnsortedSegmentSum is fast, and gatherND has none.)
 *
 * @param image `[batch, height, width, channels]`
 * @returns `[points, channels]`
 */
export function gatherPixels(image: Tensor4D, places: PixelPlaces): Tensor2D {
  const { shape } = image;
  const { item, row, column } = places;
  return withGradient(image, (input) => ({
    value: readPixels(input as Tensor4D, places),
    saved: [item, row, column],
    gradient: (dy, [n, y, x]) => {
      const saved = { item: n, row: y, column: x } as PixelPlaces;
      return addToPixels(dy as Tensor2D, indicesOf(saved), shape);
    },
  }));
}

/** By one number per pixel, which takes a fifth of the time of three on wasm. */
function readPixels(image: Tensor4D, places: PixelPlaces): Tensor {
  const [batch, height, width, channels] = image.shape;
  const pixels = batch * height * width;
  if (pixels > mostCounted) return gatherND(image, indicesOf(places));
  const { item, row, column } = places;
  const times = (x: Tensor, factor: number): Tensor => mul(x, scalar(factor, 'int32'));
  const line = batch === 1 ? row : add(times(item, height), row);
  return gatherND(reshape(image, [pixels, channels]), add(times(line, width), column));
}

/** Reads them by `[points, 3]` indices. */
function gatherIndices(image: Tensor4D, indices: Tensor2D): Tensor2D {
  const { shape } = image;
  return withGradient(image, (input) => ({
    value: gatherND(input, indices),
    saved: [indices],
    gradient: (dy, [saved]) => addToPixels(dy as Tensor2D, saved as Tensor2D, shape),
  }));
}

/** The adjoint of `gatherPixels`: rows of updates, added to the pixels at the indices. */
export function addToPixels(
  updates: Tensor2D,
  indices: Tensor2D,
  shape: Tensor4D['shape'],
): Tensor4D {
  return withGradient(updates, (input) => ({
    value: scatterAdd(input as Tensor2D, indices, shape),
    saved: [indices],
    gradient: (dy, [saved]) => gatherIndices(dy as Tensor4D, saved as Tensor2D),
  }));
}

/**
 * Backends whose ScatterNd is linear in the number of updates and adds in a fixed order.
 * (webgl compares every output with every update; webgpu adds in any order.)
 */
const deterministicScatter: readonly string[] = ['cpu', 'wasm', 'tensorflow'];

/**
 * Adds rows of updates to the pixels that they belong to.
 *
 * @param updates `[points, channels]`
 * @param indices `[points, 3]` int32: batch, row and column
 * @param shape `[batch, height, width, channels]` of the result
 */
function scatterAdd(
  updates: Tensor2D,
  indices: Tensor2D,
  shape: readonly [number, number, number, number],
): Tensor {
  if (deterministicScatter.includes(getBackend())) return scatterND(indices, updates, [...shape]);
  return tidy(() => tensor(scatterAddOnHost(updates, indices, shape), [...shape], 'float32'));
}

function scatterAddOnHost(
  updates: Tensor2D,
  indices: Tensor2D,
  [batch, height, width, channels]: readonly [number, number, number, number],
): Float32Array {
  const values = updates.dataSync();
  const positions = indices.dataSync();
  const sum = new Float32Array(batch * height * width * channels);
  for (let point = 0; point * 3 < positions.length; point++) {
    const [item = 0, row = 0, column = 0] = positions.subarray(point * 3, point * 3 + 3);
    const target = ((item * height + row) * width + column) * channels;
    for (let channel = 0; channel < channels; channel++) {
      sum[target + channel] =
        (sum[target + channel] ?? 0) + (values[point * channels + channel] ?? 0);
    }
  }
  return sum;
}
