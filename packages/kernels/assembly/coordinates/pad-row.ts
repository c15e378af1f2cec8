import { SamplingCall } from '../call';
import { BEFORE_FIRST, BEHIND_FARTHEST, FARTHEST, Padding, Task } from '../options';
import { FACTOR_X, FACTOR_Y, PIXEL_X, PIXEL_Y } from '../scratch';

/**
 * Applies the padding to a tile row of points, in place; a point far outside moves to where it reads
 * only an edge pixel. The derivative of that is written to FACTOR_X and
 * FACTOR_Y. Where padding moves the taps instead, only a point far outside is moved.
 */
export function padRow(call: SamplingCall, count: i32, padsTaps: bool): void {
  if (call.padding == Padding.ZEROS) return;
  const s = call.scratch;
  const movesFar = padsTaps || call.padding == Padding.WRAP;
  padAxis(call, s + PIXEL_X, s + FACTOR_X, count, call.width, movesFar);
  padAxis(call, s + PIXEL_Y, s + FACTOR_Y, count, call.height, movesFar);
}

function padAxis(
  call: SamplingCall,
  row: usize,
  factor: usize,
  count: i32,
  size: i32,
  movesFar: bool,
): void {
  if (movesFar) {
    clampFar(row, factor, count, size);
    return;
  }
  const reflects = call.padding == Padding.REFLECTION;
  if (reflects) reflect(row, factor, count, size, call.alignCorners);
  // Only gradients need the derivative.
  if (call.task != Task.GRAD_FIELD) clampRow(row, factor, count, size, false, false);
  else if (reflects) clampRow(row, factor, count, size, true, false);
  else clampRow(row, factor, count, size, true, true);
}

/** The last pixel of an axis, or where a point is moved to read it. */
// @inline
function lastPixel(size: i32): v128 {
  return f32x4.splat(size - 1 > <i32>FARTHEST ? BEHIND_FARTHEST : <f32>(size - 1));
}

/** Into [0, last]; what is far before it to BEFORE_FIRST. */
// @inline
function clamp(pixel: v128, last: v128): v128 {
  // pmin and pmax pass NaN through when it comes first.
  const clamped = f32x4.pmin(f32x4.pmax(pixel, f32x4.splat(0)), last);
  const before = f32x4.lt(pixel, f32x4.splat(-FARTHEST));
  return v128.bitselect(f32x4.splat(BEFORE_FIRST), clamped, before);
}

// @inline
function isFar(pixel: v128): v128 {
  return f32x4.gt(f32x4.abs(pixel), f32x4.splat(FARTHEST));
}

function clampFar(row: usize, factor: usize, count: i32, size: i32): void {
  const last = lastPixel(size);
  const end = row + ((<usize>count) << 2);
  do {
    const pixel = v128.load(row);
    const far = isFar(pixel);
    v128.store(row, v128.bitselect(clamp(pixel, last), pixel, far));
    v128.store(factor, v128.andnot(f32x4.splat(1), far));
    row += 16;
    factor += 16;
  } while (row < end);
}

/** Clamps to [0, size - 1]; the gradient is 0 from the edges on, but not for NaN. */
// @inline
function clampRow(
  row: usize,
  factor: usize,
  count: i32,
  size: i32,
  slopes: bool,
  first: bool,
): void {
  const last = lastPixel(size);
  const end = row + ((<usize>count) << 2);
  do {
    const pixel = v128.load(row);
    if (slopes) {
      const outside = v128.or(f32x4.le(pixel, f32x4.splat(0)), f32x4.ge(pixel, last));
      const slope = first ? f32x4.splat(1) : v128.load(factor);
      v128.store(factor, v128.andnot(slope, outside));
    }
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
  const end = row + ((<usize>count) << 2);
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
      slope = padded;
    }
    v128.store(row, v128.bitselect(pixel, padded, isFar(pixel)));
    v128.store(factor, slope);
    row += 16;
    factor += 16;
  } while (row < end);
}
