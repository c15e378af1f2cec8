import {
  FARTHEST,
  PADDING_BORDER,
  PADDING_REFLECTION,
  PADDING_ZEROS,
} from '../sampling/options';

// @ts-ignore: decorator
@inline
function clamp(pixel: v128, last: v128): v128 {
  // pmin and pmax pass NaN through when it comes first.
  return f32x4.pmin(f32x4.pmax(pixel, f32x4.splat(0)), last);
}

/**
 * Moves a row of pixel coordinates into the image, in place, as the padding says; what is far
 * outside goes to the edge. The derivative of that, where `factor` is not 0, is written there.
 */
export function padRow(
  row: usize,
  factor: usize,
  count: i32,
  size: i32,
  padding: i32,
  alignCorners: bool,
): void {
  if (padding == PADDING_ZEROS) return;
  const zero = f32x4.splat(0);
  const one = f32x4.splat(1);
  const last = f32x4.splat(<f32>(size - 1));
  for (let end = row + (<usize>count << 2); row < end; row += 16) {
    const pixel = v128.load(row);
    const far = f32x4.gt(f32x4.abs(pixel), f32x4.splat(FARTHEST));
    let padded = pixel;
    let slope = one;
    if (padding == PADDING_REFLECTION) {
      const low = f32x4.splat(alignCorners ? 0 : -0.5);
      const span = f32x4.splat(<f32>(alignCorners ? size - 1 : size));
      const fromLow = f32x4.sub(pixel, low);
      const distance = f32x4.abs(fromLow);
      const flips = f32x4.floor(f32x4.div(distance, span));
      const rest = f32x4.sub(distance, f32x4.mul(flips, span));
      const half = f32x4.floor(f32x4.mul(flips, f32x4.splat(0.5)));
      const odd = f32x4.sub(flips, f32x4.add(half, half));
      const towards = f32x4.sub(one, f32x4.add(odd, odd));
      padded = f32x4.add(f32x4.add(f32x4.mul(towards, rest), f32x4.mul(odd, span)), low);
      slope = v128.bitselect(f32x4.neg(towards), towards, f32x4.lt(fromLow, zero));
      if (alignCorners && size == 1) {
        // One pixel mirrors onto itself; NaN stays NaN.
        padded = f32x4.sub(pixel, pixel);
        padded = v128.bitselect(zero, padded, far);
        slope = zero;
      }
      padded = v128.bitselect(pixel, padded, far);
    }
    const inside = padding == PADDING_BORDER || padding == PADDING_REFLECTION
      ? v128.and(f32x4.gt(padded, zero), f32x4.lt(padded, last))
      : v128.not(far);
    const edge = clamp(padded, last);
    const moved = padding == PADDING_BORDER || padding == PADDING_REFLECTION
      ? edge
      : v128.bitselect(edge, padded, far);
    v128.store(row, moved);
    if (factor != 0) {
      v128.store(factor, v128.and(slope, inside));
      factor += 16;
    }
  }
}
