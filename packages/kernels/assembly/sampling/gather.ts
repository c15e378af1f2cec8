import { SamplingCall } from '../call';
import { FARTHEST, Padding } from '../options';
import { PIXEL_X, PIXEL_Y } from '../scratch';

/**
 * Whether points at the border can be gathered four at a time; on an axis whose pixels float32 can
 * not tell apart they go one by one.
 */
// @inline
export function canGather(call: SamplingCall): bool {
  const simple = call.channels == 1 && call.padding <= Padding.BORDER;
  return simple && max(call.width, call.height) <= <i32>FARTHEST;
}

/** Indices of pixels on an axis, those outside moved to its ends. */
// @inline
export function clampIndex(index: v128, size: i32): v128 {
  return i32x4.min_s(i32x4.max_s(index, i32x4.splat(0)), i32x4.splat(size - 1));
}

/** Four floats from anywhere. */
// @inline
export function gather(address: v128): v128 {
  let values = v128.load32_zero(<usize>i32x4.extract_lane(address, 0));
  values = v128.load32_lane(<usize>i32x4.extract_lane(address, 1), values, 1);
  values = v128.load32_lane(<usize>i32x4.extract_lane(address, 2), values, 2);
  return v128.load32_lane(<usize>i32x4.extract_lane(address, 3), values, 3);
}

/** Which of four points are far outside, or hidden: these see the fill value. None that is no number. */
// @inline
export function farMask(s: usize): v128 {
  const x = v128.load(s, PIXEL_X);
  const y = v128.load(s, PIXEL_Y);
  const limit = f32x4.splat(FARTHEST);
  const far = v128.or(f32x4.gt(f32x4.abs(x), limit), f32x4.gt(f32x4.abs(y), limit));
  return v128.and(far, v128.and(f32x4.eq(x, x), f32x4.eq(y, y)));
}
