import { slice, type Tensor4D } from '@tensorflow/tfjs-core';
import type { OutputSize, Sampler } from '@tfjs-stn/core';
import { hasKernel } from '@tfjs-stn/core/~internal';
import { StnGridSample } from '@tfjs-stn/core/kernels';

/** Rows of an output, from the first to the one behind the last. */
export type Band = readonly [from: number, to: number];

/** What of an output is worked on at once. */
export interface Layout {
  readonly bands: readonly Band[];
  readonly itemsAtOnce: number;
}

/**
 * Bands so small that what lies about while one is read takes less than the output, or some MB. By
 * the size of an item alone: the rest of the batch does not change its numbers.
 */
export function layoutFor(base: Sampler, [height, width]: OutputSize): Layout {
  const pixels = height * width;
  const isFast = base.kind === 'composite' || hasKernel(StnGridSample, base);
  // For every pixel and pair of taps the reference has some hundred numbers on the tape.
  const atOnce = isFast
    ? Math.max(2 ** 14, pixels / 16)
    : Math.max(2 ** 12, pixels / 64) * (2 / base.taps) ** 2;
  const count = Math.min(height, Math.ceil(pixels / atOnce));
  const edge = (band: number): number => Math.round((band * height) / count);
  const bands = Array.from({ length: count }, (_, band) => [edge(band), edge(band + 1)] as const);
  return { bands, itemsAtOnce: Math.max(1, Math.floor(atOnce / pixels)) };
}

/** Some rows of every item. */
export function rowsOf(x: Tensor4D, [from, to]: Band): Tensor4D {
  const [batch, height, width, channels] = x.shape;
  if (to - from === height) return x;
  return slice(x, [0, from, 0, 0], [batch, to - from, width, channels]);
}

/** So many at a time. */
export function chunked<T>(all: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, index) =>
    all.slice(index * size, (index + 1) * size),
  );
}
