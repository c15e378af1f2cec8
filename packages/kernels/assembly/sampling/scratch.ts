// Working rows of one tile, `TILE` float32 or int32 each, in memory that the caller lends.
// They stay in the first-level cache; 16 bytes at a time, so all are padded to whole vectors.

/** Output pixels of a row that are worked on together, at most. */
export const TILE: i32 = 64;
/** Rows walked below each other before the next tile, so that rotated reads stay in cache. */
export const TILE_ROWS: i32 = 32;

/** Columns of a tile: the more channels, the fewer, for what a turned row reads to stay in cache. */
// @ts-ignore: decorator
@inline
export function tileColumns(channels: i32): i32 {
  return channels < 8 ? TILE : 8;
}

/** Normalised x of the output pixels. */
export const BASE_X: usize = 0;
/** Pixel coordinates in the input. */
export const PIXEL_X: usize = 256;
export const PIXEL_Y: usize = 512;
/** Third homogeneous coordinate. */
export const DEPTH: usize = 768;
/** Derivative of the padded coordinate by the plain one. */
export const FACTOR_X: usize = 1024;
export const FACTOR_Y: usize = 1280;
/** Address of the upper left of the four pixels around a point. */
export const ADDRESS: usize = 1536;
/** Bilinear weights: upper left, upper right, lower left, lower right. */
export const WEIGHT_00: usize = 1792;
export const WEIGHT_01: usize = 2048;
export const WEIGHT_10: usize = 2304;
export const WEIGHT_11: usize = 2560;
/** How far a point lies from its upper left neighbour. */
export const FRACTION_X: usize = 2816;
export const FRACTION_Y: usize = 3072;
/** Gradient of the loss by the pixel coordinate. */
export const GRADIENT_X: usize = 3328;
export const GRADIENT_Y: usize = 3584;
/** For every four points, a bit each for those whose neighbours are all inside the image. */
export const INSIDE: usize = 3840;
/** The same for those that have no neighbour inside; not written where all have all inside. */
export const OUTSIDE: usize = 3856;
/** Bytes in all. */
export const SCRATCH_BYTES: usize = 3872;
