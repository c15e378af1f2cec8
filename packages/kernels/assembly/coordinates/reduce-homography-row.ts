import { SamplingCall } from '../call';
import { sumOfLanes } from '../lanes';
import { BASE_X, GRADIENT_X, GRADIENT_Y } from '../scratch';
import { baseCoordinate } from './base-row';
import { isAffine } from './homography-row';

// @ts-ignore: decorator
@inline
function accumulate(sums: usize, y: f32, byX: v128, plain: v128): void {
  const total = <f64>sumOfLanes(plain);
  store<f64>(sums, load<f64>(sums) + <f64>sumOfLanes(byX));
  store<f64>(sums, load<f64>(sums, 8) + total * <f64>y, 8);
  store<f64>(sums, load<f64>(sums, 16) + total, 16);
}

/**
 * Adds a tile row's share to the gradient of the matrix, nine float64 sums: with (X, Y, w) the
 * homogeneous point and n = (X, Y) / w, ∂n/∂(X, Y) = 1 / w and ∂n/∂w = -n / w.
 */
export function reduceHomographyRow(
  call: SamplingCall,
  count: i32,
  row: i32,
  matrix: usize,
  sums: usize,
): void {
  const affine = isAffine(matrix);
  const y = baseCoordinate(row, call.outHeight, call.alignCorners);
  const m00 = v128.load32_splat(matrix, 0);
  const m10 = v128.load32_splat(matrix, 12);
  const m20 = v128.load32_splat(matrix, 24);
  const x0 = f32x4.splat(load<f32>(matrix, 4) * y + load<f32>(matrix, 8));
  const y0 = f32x4.splat(load<f32>(matrix, 16) * y + load<f32>(matrix, 20));
  const w0 = f32x4.splat(load<f32>(matrix, 28) * y + load<f32>(matrix, 32));
  let xByX = f32x4.splat(0);
  let xPlain = f32x4.splat(0);
  let yByX = f32x4.splat(0);
  let yPlain = f32x4.splat(0);
  let wByX = f32x4.splat(0);
  let wPlain = f32x4.splat(0);
  let s = call.scratch;
  const end = s + (<usize>count << 2);
  do {
    const base = v128.load(s, BASE_X);
    let gx = v128.load(s, GRADIENT_X);
    let gy = v128.load(s, GRADIENT_Y);
    let nx = f32x4.add(f32x4.mul(m00, base), x0);
    let ny = f32x4.add(f32x4.mul(m10, base), y0);
    // Where nothing flows, nothing may come of 0 · Infinity either.
    const silentX = f32x4.eq(gx, f32x4.splat(0));
    const silentY = f32x4.eq(gy, f32x4.splat(0));
    if (!affine) {
      const w = f32x4.add(f32x4.mul(m20, base), w0);
      const reciprocal = f32x4.div(f32x4.splat(1), w);
      gx = v128.andnot(f32x4.mul(gx, reciprocal), silentX);
      gy = v128.andnot(f32x4.mul(gy, reciprocal), silentY);
      nx = f32x4.div(nx, w);
      ny = f32x4.div(ny, w);
    }
    const gw = f32x4.neg(
      f32x4.add(
        v128.andnot(f32x4.mul(gx, nx), silentX),
        v128.andnot(f32x4.mul(gy, ny), silentY),
      ),
    );
    xByX = f32x4.add(xByX, f32x4.mul(gx, base));
    xPlain = f32x4.add(xPlain, gx);
    yByX = f32x4.add(yByX, f32x4.mul(gy, base));
    yPlain = f32x4.add(yPlain, gy);
    wByX = f32x4.add(wByX, f32x4.mul(gw, base));
    wPlain = f32x4.add(wPlain, gw);
    s += 16;
  } while (s < end);
  accumulate(sums, y, xByX, xPlain);
  accumulate(sums + 24, y, yByX, yPlain);
  accumulate(sums + 48, y, wByX, wPlain);
}
