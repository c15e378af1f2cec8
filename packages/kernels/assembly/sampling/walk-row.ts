import { SamplingCall } from '../call';
import { PADDING_ZEROS } from '../options';
import { INSIDE, OUTSIDE } from '../scratch';

/** The first group from `group` on, before `groups`, whose four points are not all inside. */
export function endOfInside(scratch: usize, group: i32, groups: i32): i32 {
  while (group + 4 <= groups && load<u32>(scratch + group, INSIDE) == 0x0f0f0f0f) group += 4;
  while (group < groups && load<u8>(scratch + group, INSIDE) == 15) group++;
  return group;
}

/** The first group from `group` on, before `groups`, that reads more than the fill value. */
export function endOfOutside(call: SamplingCall, group: i32, groups: i32): i32 {
  if (call.padding != PADDING_ZEROS) return group;
  while (group < groups && isOutside(call.scratch + group)) group++;
  return group;
}

/** Whether none of the four points of the group at `s` reads the image. */
// @inline
function isOutside(s: usize): bool {
  return load<u8>(s, INSIDE) != 15 && load<u8>(s, OUTSIDE) == 15;
}

/**
 * A bit each for those of four points that read nothing of the image: at or before `beforeX` or
 * `beforeY`, or at or beyond `behindX` or `behindY`. A point that is not a number is not outside.
 */
// @inline
export function outsideMask(
  x: v128,
  y: v128,
  beforeX: f32,
  behindX: i32,
  beforeY: f32,
  behindY: i32,
): i32 {
  const outX = v128.or(f32x4.le(x, f32x4.splat(beforeX)), f32x4.ge(x, f32x4.splat(<f32>behindX)));
  const outY = v128.or(f32x4.le(y, f32x4.splat(beforeY)), f32x4.ge(y, f32x4.splat(<f32>behindY)));
  const known = v128.and(f32x4.eq(x, x), f32x4.eq(y, y));
  return i32x4.bitmask(v128.and(v128.or(outX, outY), known));
}
