import { concat, slice, tidy, type Tensor4D } from '@tensorflow/tfjs-core';

import { ranges, type Range } from '../../coordinates/ranges.js';
import type { SamplingProblem } from '../sampling-kernels.js';

/** Numbers that all taps of a window read: 4 MB. Some arrays of their size are there at once. */
const numbersAtOnce = 2 ** 20;
/** Points of a window at most: their coordinates and weights take some hundred numbers each. */
const pointsAtOnce = 2 ** 16;

/** Items and rows of the output. */
export interface Window {
  readonly items: Range;
  readonly rows: Range;
}

/** Windows of few enough points, in groups of the same items; a grid that all items share has them all. */
export function windowsOf(
  { sampler }: SamplingProblem,
  [imageBatch, , , channels]: Tensor4D['shape'],
  [gridBatch, outHeight, outWidth]: Tensor4D['shape'],
): Window[][] {
  const batch = imageBatch === 1 ? gridBatch : imageBatch;
  const shared = gridBatch === 1 ? batch : 1;
  const read = sampler.taps ** 2 * channels;
  const points = Math.min(pointsAtOnce, numbersAtOnce / read) / shared;
  const rows = Math.max(1, Math.floor(points / outWidth));
  const items = shared > 1 ? batch : Math.max(1, Math.floor(points / (outHeight * outWidth)));
  return ranges(batch, items).map((item) =>
    ranges(outHeight, rows).map((row) => ({ items: item, rows: row })),
  );
}

/** The part of a tensor that a window reads: items, where it has several, and rows. */
export function part(x: Tensor4D, { items, rows }: Window, hasRows = true): Tensor4D {
  const [batch, height, width, channels] = x.shape;
  const [item, count] = batch === 1 ? [0, 1] : [items.begin, items.end - items.begin];
  const [row, length] = hasRows ? [rows.begin, rows.end - rows.begin] : [0, height];
  if (count === batch && length === height) return x;
  return slice(x, [item, row, 0, 0], [count, length, width, channels]);
}

/** What every window gives, put together: rows, and then items. */
export function joined(
  windows: readonly (readonly Window[])[],
  compute: (window: Window) => Tensor4D,
): Tensor4D {
  const groups = windows.map((group) =>
    concatenated(
      group.map((window) => tidy(() => compute(window))),
      1,
    ),
  );
  return concatenated(groups, 0);
}

export function concatenated(parts: readonly Tensor4D[], axis: number): Tensor4D {
  if (parts.length === 1) return parts[0] as Tensor4D;
  const whole = concat<Tensor4D>([...parts], axis);
  for (const each of parts) each.dispose();
  return whole;
}
