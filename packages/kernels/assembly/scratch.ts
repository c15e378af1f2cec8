// Working rows of one tile row, `TILE` float32 or int32 each, in memory that the caller lends.
// They stay in the first-level cache; 16 bytes at a time, so all are padded to whole vectors.

/** Output pixels of a row that are worked on together, at most. */
export const TILE: i32 = 128;
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
export const PIXEL_X: usize = 512;
export const PIXEL_Y: usize = 1024;
/** Third homogeneous coordinate. */
export const DEPTH: usize = 1536;
/** Derivative of the padded coordinate by the plain one. */
export const FACTOR_X: usize = 2048;
export const FACTOR_Y: usize = 2560;
/** Gradient of the loss by the pixel coordinate. */
export const GRADIENT_X: usize = 3072;
export const GRADIENT_Y: usize = 3584;
/** Address of the first neighbour, the upper left one. */
export const ADDRESS: usize = 4096;
/** For every four points, a bit each for those whose neighbours are all inside the image. */
export const INSIDE: usize = 4608;
/** The same for those that have no neighbour inside; not written where all have all inside. */
export const OUTSIDE: usize = 4640;
/** A number that nobody reads. */
export const TOUCHED: usize = 4672;

/** Where the rows and columns of a bicubic point's neighbours begin. */
export const TAP_COLUMNS: usize = 4688;
export const TAP_ROWS: usize = 4704;

/** The neighbours of four points at the border, of one channel. */
export const NEIGHBOUR_00: usize = 4720;
export const NEIGHBOUR_01: usize = 4736;
export const NEIGHBOUR_10: usize = 4752;
export const NEIGHBOUR_11: usize = 4768;

/** Bilinear weights: upper left, upper right, lower left, lower right. */
export const WEIGHT_00: usize = 5120;
export const WEIGHT_01: usize = 5632;
export const WEIGHT_10: usize = 6144;
export const WEIGHT_11: usize = 6656;
/** How far a point lies from its upper left neighbour. */
export const FRACTION_X: usize = 7168;
export const FRACTION_Y: usize = 7680;

/** Four weights of a point beside each other, `TILE` of them: bicubic, along x and y. */
export const WEIGHTS_X: usize = 5120;
export const WEIGHTS_Y: usize = 7168;
/** Their derivatives. */
export const SLOPES_X: usize = 9216;
export const SLOPES_Y: usize = 11264;

/** Bytes before the coefficients. */
export const SCRATCH_BYTES: usize = 13312;
