import type { ConvShape } from './conv-shape.js';

/** Bytes of x and dy that stay in a first-level cache with everything else. */
const smallBlock = 32 * 1024;
/** The same for a second-level cache. */
const largeBlock = 256 * 1024;
/** A filter gradient above this is fetched from afar once per block: fewer blocks are better. */
const largeFilter = 1024 * 1024;

/** How many pixels a kernel goes through before it takes up the next tap. */
export interface PixelBlock {
  /** Above 1 only if the block takes all rows. */
  readonly images: number;
  readonly rows: number;
}

/** Chooses the block of pixels whose x and dy the filter gradient's taps share a cache with. */
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
