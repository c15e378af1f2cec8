// What a kernel is called with: words that the caller writes to scratch. The build hands their offsets
// to src/abi.generated.ts.

/** One call of the sampling kernel, which changes its words. */
@unmanaged
export class SamplingCall {
  /** One of options.ts. */
  task: i32;
  sampler: i32;
  field: i32;
  padding: i32;
  alignCorners: i32;
  /** Keys' parameter of the bicubic kernel. */
  cubic: f32;
  /** Taps per axis of the samplers that can have any number. */
  taps: i32;
  /** Polynomials of the weights of LANCZOS, see samplers/lanczos/weights.ts. */
  table: usize;

  /** `[height, width, channels]` of the first item; under GRAD_IMAGE its gradient. */
  image: usize;
  height: i32;
  width: i32;
  channels: i32;
  /** `[outHeight, outWidth, channels]` of the first item; else its gradient. */
  output: usize;
  outHeight: i32;
  outWidth: i32;
  /** Matrix `[3, 3]`, grid `[outHeight, outWidth, 2]` or coefficients `[terms, 2]`. */
  source: usize;
  /** `[outHeight · outWidth, terms]` */
  basis: usize;
  terms: i32;
  /**
   * What GRAD_FIELD adds to: the grid's gradient, or float64 sums of the source's shape. OFFSETS and
   * GRAD_WEIGHTS write here, in the layout of the weights.
   */
  gradient: usize;
  /** What GRAD_IMAGE adds to, in the image's layout; 0 for nothing. */
  initial: usize;
  /**
   * `[taps, 2, items, outHeight, outWidth]`, x before y: the weights of SEPARABLE, and under its
   * GRAD_FIELD, with one tap, the gradients w.r.t. the offsets.
   */
  weights: usize;
  /** Those of the row that is worked on; the kernel's own. */
  weightsRow: usize;

  /** Items, and the bytes from one to the next; 0 where one serves them all. */
  batch: i32;
  imageStride: i32;
  outputStride: i32;
  sourceStride: i32;
  gradientStride: i32;
  weightsStride: i32;
  /** Bytes from the weights along x to those along y, and from these to the next tap's. */
  axisStride: i32;
  /** Output rows to work on: `[rowBegin, rowEnd)`. */
  rowBegin: i32;
  rowEnd: i32;
  /** Rows whose gradients w.r.t. the field are summed separately; 0 where all are summed together. */
  bandRows: i32;
  /** Bytes from one band's sums to the next's. */
  bandStride: i32;
  /** Image rows that GRAD_IMAGE writes, so that threads can share an image; else all. */
  imageRowBegin: i32;
  imageRowEnd: i32;

  /** One float per channel for what lies outside; zeros where there is no fill value. */
  fill: usize;
  /**
   * `channels` floats that the kernel writes: zeros, for what is outside and has no weight; under
   * GRAD_FIELD the fill value, 0 where that is not finite; under GRAD_IMAGE it takes the
   * gradients of what lies outside.
   */
  sink: usize;
  /** The working rows of scratch.ts, and behind them the coefficients, x before y. */
  scratch: usize;
  /** Working rows of samplers with any number of taps, see samplers/separable/rows.ts. */
  tapRows: usize;
}

/** One call of a convolution gradient. */
@unmanaged
export class ConvCall {
  /** `[batch, inHeight, inWidth, inChannels]`, or its gradient. */
  x: usize;
  /** `[batch, outHeight, outWidth, outChannels]` */
  dy: usize;
  /** The filter, or its gradient. */
  filter: usize;
  /** Padded images, or 0 where no window leaves the image. */
  frame: usize;
  /** The filter in panels, see pack-filter.ts. */
  packed: usize;
  /** PIXEL_BLOCK_BYTES that the kernel uses. */
  block: usize;
  /** Images and output rows whose pixels share a cache with the filter. */
  blockImages: i32;
  blockRows: i32;

  batch: i32;
  inHeight: i32;
  inWidth: i32;
  inChannels: i32;
  outHeight: i32;
  outWidth: i32;
  outChannels: i32;
  filterHeight: i32;
  filterWidth: i32;
  strideHeight: i32;
  strideWidth: i32;
  dilationHeight: i32;
  dilationWidth: i32;
  padTop: i32;
  padLeft: i32;
}

/** One call of a pooling gradient. */
@unmanaged
export class PoolCall {
  /** `[batch, inHeight, inWidth, channels]`; average pooling does not read it. */
  x: usize;
  /** `[batch, outHeight, outWidth, channels]` */
  dy: usize;
  /** The gradient w.r.t. x. */
  dx: usize;

  batch: i32;
  inHeight: i32;
  inWidth: i32;
  channels: i32;
  outHeight: i32;
  outWidth: i32;
  filterHeight: i32;
  filterWidth: i32;
  strideHeight: i32;
  strideWidth: i32;
  padTop: i32;
  padLeft: i32;
}

/** One call of a segment sum. */
@unmanaged
export class SegmentCall {
  /** `[count, width]` */
  x: usize;
  /** `[count]`, int32 */
  ids: usize;
  /** `[segments, width]` */
  output: usize;
  count: i32;
  width: i32;
  segments: i32;
}

/** One call of an op on two tensors, or on a tensor and a number. */
@unmanaged
export class ArithmeticCall {
  a: usize;
  b: usize;
  output: usize;
  /** Values of the output. */
  count: i32;
  op: i32;
  aIsNumber: i32;
  bIsNumber: i32;
}
