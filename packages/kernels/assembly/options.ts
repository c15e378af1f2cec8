// Numbers by which the caller names its choices; src/abi.ts has the same ones.

export const FORWARD: i32 = 0;
export const BACKPROP_IMAGE: i32 = 1;
export const BACKPROP_FIELD: i32 = 2;

export const NEAREST: i32 = 0;
export const BILINEAR: i32 = 1;
export const BICUBIC: i32 = 2;

export const HOMOGRAPHY: i32 = 0;
export const GRID: i32 = 1;
export const BASIS: i32 = 2;

export const PADDING_ZEROS: i32 = 0;
export const PADDING_BORDER: i32 = 1;
export const PADDING_REFLECTION: i32 = 2;
export const PADDING_WRAP: i32 = 3;

/** Beyond this, float32 no longer tells neighbouring pixels apart: far outside. */
export const FARTHEST: f32 = 16777216;
/** The next float32. Padding moves a point there that is to read the last pixel of a longer axis. */
export const BEHIND_FARTHEST: f32 = 16777218;
/** Where padding moves a point that is to read the first pixel: all weight is that pixel's. */
export const BEFORE_FIRST: f32 = -1e-9;
