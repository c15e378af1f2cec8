// Working rows of one tile row, `TILE` float32 or int32 each, in the scratch of a call.
// They stay in the nearest caches; 16 bytes at a time, so all are padded to whole vectors.

/** Output pixels that are worked on together, at most: of one row, or of several short ones. */
export const TILE: i32 = 256;
/** Rows walked below each other before the next tile, so that rotated reads stay in cache. */
export const TILE_ROWS: i32 = 16;

/** Bytes of a working row. */
export const ROW: usize = (<usize>TILE) << 2;
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
/** A number that nothing reads. */
export const SINK: usize = INSIDE + 2 * BITS;

/** 96 bytes for what a sampler notes down of the points it is at. */
export const SAMPLER_POINTS: usize = SINK + 16;

/** The image of which whole rows were read ahead, and which: `[begin, end)`. */
export const PREFETCHED_IMAGE: usize = SINK + 112;
export const PREFETCHED_BEGIN: usize = SINK + 116;
export const PREFETCHED_END: usize = SINK + 120;

/** Working rows of the sampler, as many as it says. */
export const SAMPLER_ROWS: usize = 10 * ROW;
