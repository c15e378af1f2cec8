import { SamplingCall } from '../call';
import { GRADIENT_X, GRADIENT_Y } from '../scratch';

// @inline
function add(sum: usize, value: f32): void {
  store<f64>(sum, load<f64>(sum) + <f64>value);
}

/**
 * Adds a tile row's share to the gradient of the coefficients, `[terms, 2]` float64 sums: every
 * point's row of the basis, times the point's gradient.
 */
export function reduceBasisRow(call: SamplingCall, count: i32, basis: usize, sums: usize): void {
  const rowBytes = (<usize>call.terms) << 2;
  const whole = rowBytes - (rowBytes & 12);
  let k: usize = 0;
  for (; k < whole; k += 16) {
    let byX = f32x4.splat(0);
    let byY = f32x4.splat(0);
    let row = basis + k;
    let s = call.scratch;
    const end = s + ((<usize>count) << 2);
    do {
      const values = v128.load(row);
      byX = f32x4.add(byX, f32x4.mul(values, v128.load32_splat(s, GRADIENT_X)));
      byY = f32x4.add(byY, f32x4.mul(values, v128.load32_splat(s, GRADIENT_Y)));
      row += rowBytes;
      s += 4;
    } while (s < end);
    const sum = sums + (k << 2);
    add(sum, f32x4.extract_lane(byX, 0));
    add(sum + 8, f32x4.extract_lane(byY, 0));
    add(sum + 16, f32x4.extract_lane(byX, 1));
    add(sum + 24, f32x4.extract_lane(byY, 1));
    add(sum + 32, f32x4.extract_lane(byX, 2));
    add(sum + 40, f32x4.extract_lane(byY, 2));
    add(sum + 48, f32x4.extract_lane(byX, 3));
    add(sum + 56, f32x4.extract_lane(byY, 3));
  }
  for (; k < rowBytes; k += 4) {
    let byX: f32 = 0;
    let byY: f32 = 0;
    let row = basis + k;
    let s = call.scratch;
    const end = s + ((<usize>count) << 2);
    do {
      const value = load<f32>(row);
      byX += value * load<f32>(s, GRADIENT_X);
      byY += value * load<f32>(s, GRADIENT_Y);
      row += rowBytes;
      s += 4;
    } while (s < end);
    add(sums + (k << 2), byX);
    add(sums + (k << 2) + 8, byY);
  }
}
