/**
 * From normalised to pixel coordinates: ((n + 1) · scale - shift) / 2, where scale and shift are
 * size and 1, or with alignCorners size - 1 and 0. In this order of evaluation, which is PyTorch's.
 */
// @ts-ignore: decorator
@inline
export function denormalise(n: v128, scale: v128, shift: v128): v128 {
  const twice = f32x4.sub(f32x4.mul(f32x4.add(n, f32x4.splat(1)), scale), shift);
  return f32x4.mul(twice, f32x4.splat(0.5));
}

/** For an axis of one pixel with alignCorners: Infinity stays outside, where Infinity · 0 is NaN. */
// @ts-ignore: decorator
@inline
export function keepInfinity(pixel: v128, n: v128): v128 {
  return v128.bitselect(n, pixel, f32x4.eq(f32x4.abs(n), f32x4.splat(Infinity as f32)));
}

// @ts-ignore: decorator
@inline
export function scaleOf(size: i32, alignCorners: bool): f32 {
  return <f32>(alignCorners ? size - 1 : size);
}

// @ts-ignore: decorator
@inline
export function shiftOf(alignCorners: bool): f32 {
  return alignCorners ? 0 : 1;
}
