// Working rows of one tile row, `TILE` float32 or int32 each, in memory that the caller lends.
// They stay in the nearest caches; 16 bytes at a time, so all are padded to whole vectors.

/** Output pixels that are worked on together, at most: of one row, or of several short ones. */
export const TILE: i32 = 256;
/** Rows walked below each other before the next tile, so that rotated reads stay in cache. */
export const TILE_ROWS: i32 = 16;

/** Bytes of a working row. */
const ROW: usize = (<usize>TILE) << 2;
/** Bytes of a row of bits, a byte for every four points. */
const BITS: usize = (<usize>TILE) >> 2;

/** Normalised x of the output pixels. */
export const BASE_X: usize = 0;
/** Pixel coordinates in the input. */
export const PIXEL_X: usize = ROW;
export const PIXEL_Y: usize = 2 * ROW;
/** Third homogeneous coordinate. */
export const DEPTH: usize = 3 * ROW;
/** Derivative of the padded coordinate by the plain one. */
export const FACTOR_X: usize = 4 * ROW;
export const FACTOR_Y: usize = 5 * ROW;
/** Gradient of the loss by the pixel coordinate. */
export const GRADIENT_X: usize = 6 * ROW;
export const GRADIENT_Y: usize = 7 * ROW;
/** Address of the first neighbour, the upper left one. */
export const ADDRESS: usize = 8 * ROW;
/** For every four points, a bit each for those whose neighbours are all inside the image. */
export const INSIDE: usize = 9 * ROW;
/** The same for those that have no neighbour inside; not written where all have all inside. */
export const OUTSIDE: usize = INSIDE + BITS;
/** A number that nobody reads. */
export const SINK: usize = INSIDE + 2 * BITS;

/** Where the rows and columns of a bicubic point's neighbours begin. */
export const TAP_COLUMNS: usize = SINK + 16;
export const TAP_ROWS: usize = SINK + 32;

/** The neighbours of four points at the border, of one channel, or where they lie. */
export const NEIGHBOUR_00: usize = SINK + 48;
export const NEIGHBOUR_01: usize = SINK + 64;
export const NEIGHBOUR_10: usize = SINK + 80;
export const NEIGHBOUR_11: usize = SINK + 96;

/** The image of which whole rows were read ahead, and which: `[begin, end)`. */
export const PREFETCHED_IMAGE: usize = SINK + 112;
export const PREFETCHED_BEGIN: usize = SINK + 116;
export const PREFETCHED_END: usize = SINK + 120;

/** Bilinear weights: upper left, upper right, lower left, lower right. */
export const WEIGHT_00: usize = 10 * ROW;
export const WEIGHT_01: usize = 11 * ROW;
export const WEIGHT_10: usize = 12 * ROW;
export const WEIGHT_11: usize = 13 * ROW;
/** How far a point lies from its upper left neighbour. */
export const FRACTION_X: usize = 14 * ROW;
export const FRACTION_Y: usize = 15 * ROW;

/** Four weights of a point beside each other, `TILE` of them: bicubic, along x and y. */
export const WEIGHTS_X: usize = 10 * ROW;
export const WEIGHTS_Y: usize = 14 * ROW;
/** Their derivatives. */
export const SLOPES_X: usize = 18 * ROW;
export const SLOPES_Y: usize = 22 * ROW;

/** Bytes before the coefficients. */
export const SCRATCH_BYTES: usize = 26 * ROW;
