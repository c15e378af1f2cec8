// What the caller chooses; the build hands the numbers to src/abi.generated.ts.

export enum Task {
  FORWARD,
  GRAD_IMAGE,
  GRAD_FIELD,
  /** Of a separable sampler whose weights the caller computes: what it computes them of. */
  OFFSETS,
  /** The gradient w.r.t. these weights. */
  GRAD_WEIGHTS,
}

export enum Sampler {
  NEAREST,
  BILINEAR,
  BICUBIC,
  LANCZOS,
  /** Any number of taps, with weights from memory. */
  SEPARABLE,
}

export enum Field {
  HOMOGRAPHY,
  GRID,
  BASIS,
}

export enum Padding {
  ZEROS,
  BORDER,
  REFLECTION,
  WRAP,
}

export enum Arithmetic {
  ADD,
  SUBTRACT,
  MULTIPLY,
  DIVIDE,
}

/** Beyond this, float32 no longer tells neighbouring pixels apart: far outside. */
export const FARTHEST: f32 = 16777216;
/** The next float32. Padding moves a point there that is to read the last pixel of a longer axis. */
export const BEHIND_FARTHEST: f32 = 16777218;
/** Where padding moves a point that is to read the first pixel: all weight is that pixel's. */
export const BEFORE_FIRST: f32 = -1e-9;
