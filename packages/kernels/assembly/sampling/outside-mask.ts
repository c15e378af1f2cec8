/**
 * A bit each for those of four points that read nothing of the image: at or before `beforeX` or
 * `beforeY`, or at or beyond `behindX` or `behindY`. A point that is not a number is not outside.
 */
// @ts-ignore: decorator
@inline
export function outsideMask(
  x: v128,
  y: v128,
  beforeX: f32,
  behindX: i32,
  beforeY: f32,
  behindY: i32,
): i32 {
  const outX = v128.or(
    f32x4.le(x, f32x4.splat(beforeX)),
    f32x4.ge(x, f32x4.splat(<f32>behindX)),
  );
  const outY = v128.or(
    f32x4.le(y, f32x4.splat(beforeY)),
    f32x4.ge(y, f32x4.splat(<f32>behindY)),
  );
  const known = v128.and(f32x4.eq(x, x), f32x4.eq(y, y));
  return i32x4.bitmask(v128.and(v128.or(outX, outY), known));
}
