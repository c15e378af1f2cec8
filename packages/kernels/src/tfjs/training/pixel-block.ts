import type { ConvShape } from './conv-shape.js';

/** Bytes of x and dy that stay in the L1 cache with everything else. */
const smallBlock = 32 * 1024;
/** The same for the L2 cache. */
const largeBlock = 256 * 1024;
/** A filter gradient above this is reloaded from beyond L2 once per block: fewer blocks are better. */
const largeFilter = 1024 * 1024;

/** The number of pixels that a kernel processes before it moves on to the next tap. */
export interface PixelBlock {
  /** Above 1 only if the block takes all rows. */
  readonly images: number;
  readonly rows: number;
}

/** Chooses the block of pixels whose x and dy stay in cache for all taps of the filter gradient. */
export function pixelBlock(shape: ConvShape, width: number, channels: number): PixelBlock {
  const { batch, outHeight, outWidth, outChannels, strideHeight } = shape;
  const filterBytes = 4 * shape.filterHeight * shape.filterWidth * channels * outChannels;
  const budget = filterBytes > largeFilter ? largeBlock : smallBlock;
  const rowBytes = 4 * (width * channels * strideHeight + outWidth * outChannels);
  const rows = between(1, Math.floor(budget / rowBytes), outHeight);
  if (rows < outHeight) return { images: 1, rows };
  return { images: between(1, Math.floor(budget / (rowBytes * rows)), batch), rows };
}

function between(least: number, value: number, most: number): number {
  return Math.max(least, Math.min(value, most));
}
