import {
  abs,
  add,
  addN,
  cast,
  concat,
  div,
  equal,
  gatherND,
  getBackend,
  greater,
  isFinite,
  isNaN as isNotANumber,
  logicalOr,
  max,
  mul,
  reshape,
  round,
  scalar,
  scatterND,
  split,
  sub,
  tensor,
  tidy,
  transpose,
  where,
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

/** Backends whose ScatterNd is linear in the number of updates and adds in a fixed order. */
const deterministicScatter: readonly string[] = ['cpu', 'wasm', 'tensorflow'];

/**
 * Adds rows of updates to the pixels that they belong to.
 *
 * @param updates `[points, channels]`, item by item unless the image has a batch of one
 * @param indices `[points, 3]` int32: batch, row and column
 * @param shape `[batch, height, width, channels]` of the result
 */
function scatterAdd(updates: Tensor2D, indices: Tensor2D, shape: Tensor4D['shape']): Tensor {
  const backend = getBackend();
  if (deterministicScatter.includes(backend)) return scatterND(indices, updates, [...shape]);
  // webgpu adds floats in any order, and a synchronous read is impossible in Node.js and in workers.
  if (backend === 'webgpu') return tidy(() => scatterAddFixedPoint(updates, indices, shape));
  // webgl compares every output with every update.
  return tidy(() => tensor(scatterAddOnHost(updates, indices, shape), [...shape], 'float32'));
}

/**
 * Adds integers, whose sum does not depend on their order: multiples of a fraction of the item's
 * largest update, in as many limbs as it takes for float32's precision. Infinity and NaN are counted
 * separately.
 */
function scatterAddFixedPoint(
  updates: Tensor2D,
  indices: Tensor2D,
  shape: Tensor4D['shape'],
): Tensor {
  const [points, channels] = updates.shape;
  const [items, height, width] = shape;
  const perItem = reshape(updates, [items, points / items, channels]);
  const values = where(isFinite(perItem), perItem, 0);
  const largest = max(abs(values), [1, 2], true);
  const unit = where(greater(largest, 0), largest, 1);

  // So few bits per limb that even the sum of all points fits into an int32.
  const bits = Math.min(15, 30 - Math.ceil(Math.log2(points / items)));
  const limbs: Tensor[] = [];
  let rest = div(values, unit);
  for (let done = 0; done < 26; done += bits) {
    const scaled = mul(rest, 2 ** bits);
    const limb = round(scaled);
    limbs.push(limb);
    rest = sub(scaled, limb);
  }
  const marks = [Infinity, -Infinity].map((value) =>
    logicalOr(equal(perItem, value), isNotANumber(perItem)),
  );
  const integers = [...limbs, ...marks].map((each) => cast(each, 'int32'));
  const added = scatterND(indices, reshape(concat(integers, 2), [points, -1]), [
    items,
    height,
    width,
    channels * integers.length,
  ]);
  const sums = split(cast(added, 'float32'), integers.length, 3);
  const [positive, negative] = sums.splice(limbs.length) as [Tensor, Tensor];
  const finite = mul(
    addN(sums.map((sum, index) => mul(sum, 2 ** (-bits * (index + 1))))),
    reshape(unit, [items, 1, 1, 1]),
  );
  const infinite = (count: Tensor, value: number): Tensor => where(greater(count, 0), value, 0);
  return add(finite, add(infinite(positive, Infinity), infinite(negative, -Infinity)));
}

function scatterAddOnHost(
  updates: Tensor2D,
  indices: Tensor2D,
  [batch, height, width, channels]: Tensor4D['shape'],
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
