import { SamplingCall } from '../call';
import { sumsOfFour } from '../lanes';
import { hasPointAxis, scaleX, scaleY, shiftOf, storePixels } from './denormalise';

/** Writes the coefficients `[terms, 2]` to `xs`: all of x, then all of y. */
export function splitCoefficients(call: SamplingCall, coefficients: usize, xs: usize): void {
  const terms = call.terms;
  const ys = xs + ((<usize>terms) << 2);
  for (let k = 0; k < terms; k++) {
    const offset = (<usize>k) << 2;
    store<f32>(xs + offset, load<f32>(coefficients + 2 * offset));
    store<f32>(ys + offset, load<f32>(coefficients + 2 * offset, 4));
  }
}

/** Pixel coordinates of `count` points: their rows of the basis times the coefficients split at `xs`. */
export function basisRow(call: SamplingCall, count: i32, basis: usize, xs: usize): void {
  const width = f32x4.splat(scaleX(call));
  const height = f32x4.splat(scaleY(call));
  const shift = f32x4.splat(shiftOf(call));
  const pointAxis = hasPointAxis(call);
  const rowBytes = (<usize>call.terms) << 2;
  const tail = rowBytes & 12;
  let s = call.scratch;
  for (let i = 0; i < count; i += 4) {
    // Reads nothing beyond the last point: its row fills the vector.
    const b0 = basis;
    const b1 = i + 1 < count ? b0 + rowBytes : b0;
    const b2 = i + 2 < count ? b1 + rowBytes : b1;
    const b3 = i + 3 < count ? b2 + rowBytes : b2;
    let x = f32x4.splat(0);
    let y = f32x4.splat(0);
    let k: usize = 0;
    const whole = rowBytes - tail;
    if (whole != 0) {
      let x0 = f32x4.splat(0);
      let x1 = f32x4.splat(0);
      let x2 = f32x4.splat(0);
      let x3 = f32x4.splat(0);
      let y0 = f32x4.splat(0);
      let y1 = f32x4.splat(0);
      let y2 = f32x4.splat(0);
      let y3 = f32x4.splat(0);
      do {
        const cx = v128.load(xs + k);
        const cy = v128.load(xs + k + rowBytes);
        let row = v128.load(b0 + k);
        x0 = f32x4.add(x0, f32x4.mul(row, cx));
        y0 = f32x4.add(y0, f32x4.mul(row, cy));
        row = v128.load(b1 + k);
        x1 = f32x4.add(x1, f32x4.mul(row, cx));
        y1 = f32x4.add(y1, f32x4.mul(row, cy));
        row = v128.load(b2 + k);
        x2 = f32x4.add(x2, f32x4.mul(row, cx));
        y2 = f32x4.add(y2, f32x4.mul(row, cy));
        row = v128.load(b3 + k);
        x3 = f32x4.add(x3, f32x4.mul(row, cx));
        y3 = f32x4.add(y3, f32x4.mul(row, cy));
        k += 16;
      } while (k < whole);
      x = sumsOfFour(x0, x1, x2, x3);
      y = sumsOfFour(y0, y1, y2, y3);
    }
    for (; k < rowBytes; k += 4) {
      let column = v128.load32_zero(b0 + k);
      column = v128.load32_lane(b1 + k, column, 1);
      column = v128.load32_lane(b2 + k, column, 2);
      column = v128.load32_lane(b3 + k, column, 3);
      x = f32x4.add(x, f32x4.mul(column, v128.load32_splat(xs + k)));
      y = f32x4.add(y, f32x4.mul(column, v128.load32_splat(xs + k + rowBytes)));
    }
    storePixels(s, x, y, width, height, shift, pointAxis);
    s += 16;
    basis = b3 + rowBytes;
  }
}
