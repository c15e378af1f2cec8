import { SamplingCall } from '../call';
import { sumOfLanes } from '../lanes';
import { BASE_X, GRADIENT_X, GRADIENT_Y } from '../scratch';
import { baseCoordinate } from './base-row';
import { isAffine } from './homography-row';

/**
 * Adds the share of a row whose gradients lie from `s` on to the gradient of the matrix, nine
 * float64 sums: with (X, Y, w) the homogeneous point and n = (X, Y) / w, ∂n/∂(X, Y) = 1 / w and
 * ∂n/∂w = -n / w. BASE_X has its columns.
 */
export function reduceHomographyRow(
  call: SamplingCall,
  s: usize,
  count: i32,
  row: i32,
  matrix: usize,
  sums: usize,
): void {
  const y = baseCoordinate(row, call.outHeight, call.alignCorners);
  if (isAffine(matrix)) reduceAffineRow(call, s, count, y, matrix, sums);
  else reduceProjectiveRow(call, s, count, y, matrix, sums);
}

/** Masks the lanes beyond the end of a row, which hold gradients of the next one. */
// @inline
function ownLanes(s: usize, end: usize, gradients: v128): v128 {
  if (s + 16 <= end) return gradients;
  const own = (<i32>(end - s)) >> 2;
  return v128.and(gradients, i32x4.lt_s(i32x4(0, 1, 2, 3), i32x4.splat(own)));
}

// @inline
function addTo(sums: usize, y: f32, byX: f64, plain: f64): void {
  store<f64>(sums, load<f64>(sums) + byX);
  store<f64>(sums, load<f64>(sums, 8) + plain * <f64>y, 8);
  store<f64>(sums, load<f64>(sums, 16) + plain, 16);
}

/** Where the gradient is 0, keeps 0 · Infinity from becoming NaN. */
// @inline
function flow(sum: f64, factor: f32): f64 {
  return sum == 0 ? 0 : sum * <f64>factor;
}

/** With w = 1, a row's n is linear in x: the third row follows from moments of the gradient. */
function reduceAffineRow(
  call: SamplingCall,
  s: usize,
  count: i32,
  y: f32,
  matrix: usize,
  sums: usize,
): void {
  let x0 = f32x4.splat(0);
  let x1 = f32x4.splat(0);
  let x2 = f32x4.splat(0);
  let y0 = f32x4.splat(0);
  let y1 = f32x4.splat(0);
  let y2 = f32x4.splat(0);
  let column = call.scratch;
  const end = s + ((<usize>count) << 2);
  do {
    const base = v128.load(column, BASE_X);
    const gx = ownLanes(s, end, v128.load(s, GRADIENT_X));
    const gy = ownLanes(s, end, v128.load(s, GRADIENT_Y));
    const bx = f32x4.mul(gx, base);
    const by = f32x4.mul(gy, base);
    x0 = f32x4.add(x0, gx);
    y0 = f32x4.add(y0, gy);
    x1 = f32x4.add(x1, bx);
    y1 = f32x4.add(y1, by);
    x2 = f32x4.add(x2, f32x4.mul(bx, base));
    y2 = f32x4.add(y2, f32x4.mul(by, base));
    column += 16;
    s += 16;
  } while (s < end);
  const sx0 = <f64>sumOfLanes(x0);
  const sx1 = <f64>sumOfLanes(x1);
  const sy0 = <f64>sumOfLanes(y0);
  const sy1 = <f64>sumOfLanes(y1);
  const m00 = load<f32>(matrix);
  const m10 = load<f32>(matrix, 12);
  const startX = load<f32>(matrix, 4) * y + load<f32>(matrix, 8);
  const startY = load<f32>(matrix, 16) * y + load<f32>(matrix, 20);
  addTo(sums, y, sx1, sx0);
  addTo(sums + 24, y, sy1, sy0);
  addTo(
    sums + 48,
    y,
    -(
      flow(<f64>sumOfLanes(x2), m00) +
      flow(sx1, startX) +
      flow(<f64>sumOfLanes(y2), m10) +
      flow(sy1, startY)
    ),
    -(flow(sx1, m00) + flow(sx0, startX) + flow(sy1, m10) + flow(sy0, startY)),
  );
}

function reduceProjectiveRow(
  call: SamplingCall,
  s: usize,
  count: i32,
  y: f32,
  matrix: usize,
  sums: usize,
): void {
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
  let column = call.scratch;
  const end = s + ((<usize>count) << 2);
  do {
    const base = v128.load(column, BASE_X);
    const dx = ownLanes(s, end, v128.load(s, GRADIENT_X));
    const dy = ownLanes(s, end, v128.load(s, GRADIENT_Y));
    // Where the gradient is 0, 0 · Infinity must not become NaN.
    const silentX = f32x4.eq(dx, f32x4.splat(0));
    const silentY = f32x4.eq(dy, f32x4.splat(0));
    const w = f32x4.add(f32x4.mul(m20, base), w0);
    const reciprocal = f32x4.div(f32x4.splat(1), w);
    const gx = v128.andnot(f32x4.mul(dx, reciprocal), silentX);
    const gy = v128.andnot(f32x4.mul(dy, reciprocal), silentY);
    const nx = f32x4.mul(f32x4.add(f32x4.mul(m00, base), x0), reciprocal);
    const ny = f32x4.mul(f32x4.add(f32x4.mul(m10, base), y0), reciprocal);
    const gw = f32x4.add(
      v128.andnot(f32x4.mul(gx, nx), silentX),
      v128.andnot(f32x4.mul(gy, ny), silentY),
    );
    xByX = f32x4.add(xByX, f32x4.mul(gx, base));
    xPlain = f32x4.add(xPlain, gx);
    yByX = f32x4.add(yByX, f32x4.mul(gy, base));
    yPlain = f32x4.add(yPlain, gy);
    wByX = f32x4.sub(wByX, f32x4.mul(gw, base));
    wPlain = f32x4.sub(wPlain, gw);
    column += 16;
    s += 16;
  } while (s < end);
  addTo(sums, y, <f64>sumOfLanes(xByX), <f64>sumOfLanes(xPlain));
  addTo(sums + 24, y, <f64>sumOfLanes(yByX), <f64>sumOfLanes(yPlain));
  addTo(sums + 48, y, <f64>sumOfLanes(wByX), <f64>sumOfLanes(wPlain));
}
