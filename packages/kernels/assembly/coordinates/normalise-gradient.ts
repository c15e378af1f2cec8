import { SamplingCall } from '../call';
import { Padding } from '../options';
import { FACTOR_X, FACTOR_Y, GRADIENT_X, GRADIENT_Y } from '../scratch';
import { scaleX, scaleY } from './denormalise';

/**
 * From the gradients w.r.t. padded pixel coordinates to those w.r.t. normalised ones, in place: the
 * padding's derivative, and dp/dn, which is the scale.
 */
export function normaliseGradient(call: SamplingCall, count: i32): void {
  const padded = call.padding != Padding.ZEROS;
  const perX = f32x4.splat(scaleX(call));
  const perY = f32x4.splat(scaleY(call));
  let s = call.scratch;
  const end = s + ((<usize>count) << 2);
  do {
    let gx = f32x4.mul(v128.load(s, GRADIENT_X), perX);
    let gy = f32x4.mul(v128.load(s, GRADIENT_Y), perY);
    if (padded) {
      gx = f32x4.mul(gx, v128.load(s, FACTOR_X));
      gy = f32x4.mul(gy, v128.load(s, FACTOR_Y));
    }
    v128.store(s, gx, GRADIENT_X);
    v128.store(s, gy, GRADIENT_Y);
    s += 16;
  } while (s < end);
}
