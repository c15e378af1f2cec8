import { SamplingCall } from '../call';
import { PIXEL_X, PIXEL_Y } from '../scratch';

// @inline
function scaleOf(size: i32, alignCorners: i32): f32 {
  return <f32>(alignCorners ? size - 1 : size) * 0.5;
}

/** Pixels in a normalised width of 1: the derivative of the pixel coordinate. */
// @inline
export function scaleX(call: SamplingCall): f32 {
  return scaleOf(call.width, call.alignCorners);
}

// @inline
export function scaleY(call: SamplingCall): f32 {
  return scaleOf(call.height, call.alignCorners);
}

/** The distance from the outer edge of the first pixel to its centre, if -1 is the edge. */
// @inline
export function shiftOf(call: SamplingCall): f32 {
  return call.alignCorners ? 0 : 0.5;
}

/** Whether an axis has one pixel, whose centre is at both ends. */
// @inline
export function hasPointAxis(call: SamplingCall): bool {
  return call.alignCorners != 0 && (call.width == 1 || call.height == 1);
}

/**
 * From normalised to pixel coordinates: (n + 1) · scale - shift, where scale and shift are size / 2
 * and 1/2, or with alignCorners (size - 1) / 2 and 0. PyTorch halves the difference instead, which
 * rounds to the same numbers.
 */
// @inline
function denormalise(n: v128, scale: v128, shift: v128): v128 {
  return f32x4.sub(f32x4.mul(f32x4.add(n, f32x4.splat(1)), scale), shift);
}

/** On an axis of one pixel Infinity stays outside, where Infinity · 0 is NaN. */
// @inline
function keepInfinity(pixel: v128, n: v128): v128 {
  return v128.bitselect(n, pixel, f32x4.eq(f32x4.abs(n), f32x4.splat(Infinity as f32)));
}

/** Writes the pixel coordinates of four points to PIXEL_X and PIXEL_Y of `s`. */
// @inline
export function storePixels(
  s: usize,
  nx: v128,
  ny: v128,
  width: v128,
  height: v128,
  shift: v128,
  pointAxis: bool,
): void {
  let px = denormalise(nx, width, shift);
  let py = denormalise(ny, height, shift);
  if (pointAxis) {
    px = keepInfinity(px, nx);
    py = keepInfinity(py, ny);
  }
  v128.store(s, px, PIXEL_X);
  v128.store(s, py, PIXEL_Y);
}
