/** dy · ∂V/∂x of four floats: the horizontal differences, weighted by the other axis. */
// @ts-ignore: decorator
@inline
export function slope(dy: v128, near0: v128, far0: v128, near1: v128, far1: v128, t: v128): v128 {
  const one = f32x4.splat(1);
  return f32x4.mul(
    dy,
    f32x4.add(
      f32x4.mul(f32x4.sub(far0, near0), f32x4.sub(one, t)),
      f32x4.mul(f32x4.sub(far1, near1), t),
    ),
  );
}
