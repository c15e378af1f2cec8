import { backend_util } from '@tensorflow/tfjs-core';

type Pair = [number, number];

/** A pooling. */
export interface PoolCase {
  /** `[batch, height, width, channels]` */
  readonly input: [number, number, number, number];
  readonly filterSize: number | Pair;
  readonly strides: number | Pair;
  readonly pad: Parameters<typeof backend_util.computePool2DInfo>[4];
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

const uneven: PoolCase['pad'] = [
  [0, 0],
  [1, 2],
  [0, 1],
  [0, 0],
];

/** Windows apart, side by side and overlapping, with rows left over and with padding. */
export const poolCases: readonly PoolCase[] = [
  { input: [3, 8, 6, 1], filterSize: 2, strides: 2, pad: 'valid' },
  { input: [2, 9, 7, 2], filterSize: 2, strides: 2, pad: 'valid' },
  { input: [2, 9, 7, 3], filterSize: 2, strides: 2, pad: 'same' },
  { input: [2, 7, 8, 4], filterSize: 3, strides: 2, pad: 'same' },
  { input: [2, 7, 8, 5], filterSize: 3, strides: 2, pad: 'valid' },
  { input: [2, 6, 9, 8], filterSize: 3, strides: 1, pad: 'same' },
  { input: [2, 6, 9, 17], filterSize: [3, 2], strides: [1, 3], pad: 'valid' },
  { input: [2, 8, 7, 12], filterSize: [2, 3], strides: [3, 1], pad: 'same' },
  { input: [2, 9, 9, 9], filterSize: 2, strides: 3, pad: 'valid' },
  { input: [2, 6, 5, 16], filterSize: 1, strides: 1, pad: 'valid' },
  { input: [2, 6, 5, 4], filterSize: 1, strides: 2, pad: 'same' },
  { input: [2, 6, 7, 5], filterSize: 3, strides: 2, pad: 1 },
  { input: [2, 6, 7, 5], filterSize: 3, strides: 2, pad: 1, dimRoundingMode: 'ceil' },
  { input: [2, 6, 7, 8], filterSize: 3, strides: 2, pad: uneven },
  { input: [2, 5, 6, 3], filterSize: [5, 6], strides: 1, pad: 'valid' },
  { input: [1, 1, 1, 7], filterSize: 1, strides: 1, pad: 'same' },
  { input: [0, 4, 4, 2], filterSize: 2, strides: 2, pad: 'valid' },
];

/** `[batch, outHeight, outWidth, channels]` */
export function pooledShape(pool: PoolCase): number[] {
  const { input, filterSize, strides, pad, dimRoundingMode } = pool;
  return backend_util.computePool2DInfo(input, filterSize, strides, 1, pad, dimRoundingMode)
    .outShape;
}

/** One line per case. */
export function describePool(pool: PoolCase): string {
  const { input, filterSize, strides, pad, dimRoundingMode } = pool;
  const size = `${input.join('×')} ${String(filterSize)} s${String(strides)}`;
  return [size, JSON.stringify(pad), dimRoundingMode ?? 'trunc'].join(' ');
}
