import { SamplingCall } from '../../call';
import { GRADIENT_X, GRADIENT_Y, PIXEL_X, PIXEL_Y } from '../../scratch';

/** A step has no slope: 0, but NaN where the point is. */
export function gradGridNearest(call: SamplingCall, count: i32): void {
  let s = call.scratch;
  const end = s + ((<usize>count) << 2);
  do {
    const x = v128.load(s, PIXEL_X);
    const y = v128.load(s, PIXEL_Y);
    const known = v128.and(f32x4.eq(x, x), f32x4.eq(y, y));
    const gradient = v128.andnot(f32x4.splat(NaN as f32), known);
    v128.store(s, gradient, GRADIENT_X);
    v128.store(s, gradient, GRADIENT_Y);
    s += 16;
  } while (s < end);
}
