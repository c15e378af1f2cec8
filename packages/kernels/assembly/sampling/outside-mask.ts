/**
 * A bit each for those of four points that read nothing of the image: at or before `before` or at or
 * beyond `behind` on either axis. A point that is not a number is not outside.
 */
// @ts-ignore: decorator
@inline
export function outsideMask(x: v128, y: v128, before: v128, behindX: v128, behindY: v128): i32 {
  const outX = v128.or(f32x4.le(x, before), f32x4.ge(x, behindX));
  const outY = v128.or(f32x4.le(y, before), f32x4.ge(y, behindY));
  const known = v128.and(f32x4.eq(x, x), f32x4.eq(y, y));
  return i32x4.bitmask(v128.and(v128.or(outX, outY), known));
}
