import { SamplingCall } from '../call';
import {
  BICUBIC,
  FARTHEST,
  PADDING_BORDER,
  PADDING_REFLECTION,
  PADDING_WRAP,
  PADDING_ZEROS,
} from '../options';
import { FACTOR_X, FACTOR_Y, PIXEL_X, PIXEL_Y } from '../scratch';

/**
 * Moves a tile row of points into the image, in place, as the padding says; what is far outside
 * goes to the edge. The derivative of that is written to FACTOR_X and FACTOR_Y. Wide kernels pad
 * their neighbours instead, so of them only what is far outside is moved.
 */
export function padRow(call: SamplingCall, count: i32): void {
  if (call.padding == PADDING_ZEROS) return;
  const padding = call.sampler == BICUBIC ? PADDING_WRAP : call.padding;
  const s = call.scratch;
  padAxis(s + PIXEL_X, s + FACTOR_X, count, call.width, padding, call.alignCorners);
  padAxis(s + PIXEL_Y, s + FACTOR_Y, count, call.height, padding, call.alignCorners);
}

function padAxis(
  row: usize,
  factor: usize,
  count: i32,
  size: i32,
  padding: i32,
  alignCorners: i32,
): void {
  if (padding == PADDING_WRAP) {
    moveFar(row, factor, count, size);
    return;
  }
  if (padding == PADDING_REFLECTION) reflect(row, factor, count, size, alignCorners);
  clampRow(row, factor, count, size, padding == PADDING_BORDER);
}

// @ts-ignore: decorator
@inline
function clamp(pixel: v128, last: v128): v128 {
  // pmin and pmax pass NaN through when it comes first.
  return f32x4.pmin(f32x4.pmax(pixel, f32x4.splat(0)), last);
}

// @ts-ignore: decorator
@inline
function isFar(pixel: v128): v128 {
  return f32x4.gt(f32x4.abs(pixel), f32x4.splat(FARTHEST));
}

function moveFar(row: usize, factor: usize, count: i32, size: i32): void {
  const last = f32x4.splat(<f32>(size - 1));
  const end = row + (<usize>count << 2);
  do {
    const pixel = v128.load(row);
    const far = isFar(pixel);
    v128.store(row, v128.bitselect(clamp(pixel, last), pixel, far));
    v128.store(factor, v128.andnot(f32x4.splat(1), far));
    row += 16;
    factor += 16;
  } while (row < end);
}

/** Clamps to [0, size - 1]; the gradient ends there, the edges included. */
function clampRow(row: usize, factor: usize, count: i32, size: i32, first: bool): void {
  const last = f32x4.splat(<f32>(size - 1));
  const end = row + (<usize>count << 2);
  do {
    const pixel = v128.load(row);
    const inside = v128.and(f32x4.gt(pixel, f32x4.splat(0)), f32x4.lt(pixel, last));
    const slope = first ? f32x4.splat(1) : v128.load(factor);
    v128.store(factor, v128.and(slope, inside));
    v128.store(row, clamp(pixel, last));
    row += 16;
    factor += 16;
  } while (row < end);
}

/** Mirrors at the outer edges of the image, or with alignCorners at its outer pixels' centres. */
function reflect(row: usize, factor: usize, count: i32, size: i32, alignCorners: i32): void {
  const low = f32x4.splat(alignCorners ? 0 : -0.5);
  const span = f32x4.splat(<f32>(alignCorners ? size - 1 : size));
  const point = alignCorners != 0 && size == 1;
  const end = row + (<usize>count << 2);
  do {
    const pixel = v128.load(row);
    const one = f32x4.splat(1);
    const fromLow = f32x4.sub(pixel, low);
    const distance = f32x4.abs(fromLow);
    const flips = f32x4.floor(f32x4.div(distance, span));
    const rest = f32x4.sub(distance, f32x4.mul(flips, span));
    const half = f32x4.floor(f32x4.mul(flips, f32x4.splat(0.5)));
    const odd = f32x4.sub(flips, f32x4.add(half, half));
    const towards = f32x4.sub(one, f32x4.add(odd, odd));
    let padded = f32x4.add(f32x4.add(f32x4.mul(towards, rest), f32x4.mul(odd, span)), low);
    let slope = v128.bitselect(f32x4.neg(towards), towards, f32x4.lt(fromLow, f32x4.splat(0)));
    if (point) {
      // One pixel mirrors onto itself; NaN stays NaN.
      padded = f32x4.sub(pixel, pixel);
      slope = f32x4.splat(0);
    }
    v128.store(row, v128.bitselect(pixel, padded, isFar(pixel)));
    v128.store(factor, slope);
    row += 16;
    factor += 16;
  } while (row < end);
}
