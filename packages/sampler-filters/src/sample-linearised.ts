import {
  add,
  concat,
  matMul,
  mul,
  ones,
  reshape,
  sub,
  sum,
  tensor4d,
  tidy,
  type Tensor,
  type Tensor4D,
} from '@tensorflow/tfjs-core';
import {
  gridSample,
  warp,
  type KernelSampler,
  type OutputSize,
  type SamplingField,
  type SamplingOptions,
} from '@tfjs-stn/core';
import { fieldGrid } from '@tfjs-stn/core/fields';
import {
  fieldTensors,
  plus,
  vectorJacobian,
  warpImageGradient,
  withFieldTensors,
} from '@tfjs-stn/core/~internal';

import { joinItems, takeField, takeItems } from './items.js';
import { chunked, layoutFor, rowsOf, type Band } from './layout.js';
import type { Pattern } from './pattern.js';
import { recomputed } from './recomputed.js';
import { snapshot, warpOptions } from './warp-options.js';

/** Bilinear interpolation, which the paper asks for. */
const bilinearKernel: KernelSampler = {
  kind: 'kernel',
  name: 'bilinear',
  config: {},
  taps: 2,
  fastKernel: 'bilinear',
  weights: (offset) => [sub(1, offset), offset],
};

/**
 * Bilinear sampling with another gradient by its field.
 *
 * @param patternOf where the samples of an output of this size lie; asked for in the backward pass
 */
export function sampleLinearised(
  patternOf: (outputSize: OutputSize) => Pattern,
  image: Tensor4D,
  callerField: SamplingField,
  callerOptions: SamplingOptions,
): Tensor4D {
  const [field, options] = snapshot(callerField, callerOptions);
  const bilinear = warpOptions(bilinearKernel, options);
  return tidy(() =>
    recomputed(image, field, () => warp(image, field, bilinear), {
      byImage: (dy, at) => warpImageGradient(dy, image.shape, at, bilinear),
      byField: (dy, x, at, name) => {
        const { itemsAtOnce } = layoutFor(bilinearKernel, field.outputSize);
        const all = Array.from({ length: dy.shape[0] }, (_, item) => item);
        const chunks = chunked(all, itemsAtOnce);
        const gradient = (items: number[]): Tensor =>
          itemsGradient(
            takeItems(dy, items),
            takeItems(x, items),
            takeField(at, items),
            patternOf(field.outputSize),
            options,
            name,
          );
        if (name !== 'basis' && fieldTensors(at)[name]?.shape[0] === all.length) {
          const parts = chunks.map((items) => tidy(() => gradient(items)));
          return joinItems(parts, chunks);
        }
        let total: Tensor | undefined;
        for (const items of chunks) total = plus(total, () => gradient(items));
        return total as Tensor;
      },
    }),
  );
}

/**
 * The gradient by a tensor of the field, by way of that by its grid: the slopes of linear models fitted
 * to samples around every point. In bands of rows, so that little lies about.
 */
function itemsGradient(
  dy: Tensor4D,
  image: Tensor4D,
  field: SamplingField,
  pattern: Pattern,
  options: SamplingOptions,
  name: string,
): Tensor {
  const grid = fieldGrid(field);
  const { bands } = layoutFor(bilinearKernel, field.outputSize);
  const { alignCorners } = field;
  const sampling = { ...warpOptions(bilinearKernel, options), alignCorners };
  const read = (at: Tensor4D): Tensor4D => gridSample(image, at, sampling);
  const rows = bands.map((band) =>
    tidy(() => bandSlopes(rowsOf(dy, band), rowsOf(grid, band), read, pattern, band)),
  );
  const byGrid = rows.length === 1 ? (rows[0] as Tensor4D) : concat(rows, 1);
  const isShared = grid.shape[0] < byGrid.shape[0];
  return vectorJacobian(
    (x) => fieldGrid(withFieldTensors(field, { [name]: x })),
    fieldTensors(field)[name] as Tensor,
    isShared ? sum<Tensor4D>(byGrid, 0, true) : byGrid,
  );
}

/** One sample around every point after the other. */
function bandSlopes(
  dy: Tensor4D,
  grid: Tensor4D,
  read: (at: Tensor4D) => Tensor4D,
  { taps, offsets, weights }: Pattern,
  [from]: Band,
): Tensor4D {
  const [batch, height, width, channels] = dy.shape;
  const [size, step] = [height * width * 2, offsets.length / taps];
  const ofTap = (values: Float32Array, tap: number, items: number): Tensor4D => {
    const start = tap * step + from * width * 2;
    const own = tensor4d(values.subarray(start, start + size), [1, height, width, 2]);
    // Broadcasting takes long on wasm.
    return items === 1 ? own : concat(Array<Tensor4D>(items).fill(own), 0);
  };
  const centre = read(grid);
  let slopes: Tensor4D | undefined;
  for (let tap = 0; tap < taps; tap++) {
    slopes = plus(slopes, () => {
      const sample = read(add(grid, ofTap(offsets, tap, grid.shape[0])));
      const weighed = reshape(mul(dy, sub(sample, centre)), [-1, channels]);
      // Summed over channels, for x and for y.
      const along = reshape(matMul(weighed, ones([channels, 2])), [batch, height, width, 2]);
      return mul<Tensor4D>(along, ofTap(weights, tap, batch));
    });
  }
  return slopes as Tensor4D;
}
