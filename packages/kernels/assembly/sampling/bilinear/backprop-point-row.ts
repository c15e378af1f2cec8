import { loadThree, sumOfLanes, sumsOfThree } from '../lanes';
import {
  ADDRESS,
  FRACTION_X,
  FRACTION_Y,
  GRADIENT_X,
  GRADIENT_Y,
  INSIDE,
  PIXEL_X,
  PIXEL_Y,
} from '../scratch';
import { backpropPointPixel } from './backprop-point-pixel';
import { prepareRow } from './prepare-row';
import { slope } from './slope';

// @ts-ignore: decorator
@inline
function points1(s: usize, rowBytes: usize, dy: v128): void {
  const p0 = <usize>load<u32>(s, ADDRESS);
  const p1 = <usize>load<u32>(s, ADDRESS + 4);
  const p2 = <usize>load<u32>(s, ADDRESS + 8);
  const p3 = <usize>load<u32>(s, ADDRESS + 12);
  const upper01 = v128.load64_lane(p1, v128.load64_zero(p0), 1);
  const upper23 = v128.load64_lane(p3, v128.load64_zero(p2), 1);
  const lower01 = v128.load64_lane(p1 + rowBytes, v128.load64_zero(p0 + rowBytes), 1);
  const lower23 = v128.load64_lane(p3 + rowBytes, v128.load64_zero(p2 + rowBytes), 1);
  const a = v128.shuffle<i32>(upper01, upper23, 0, 2, 4, 6);
  const b = v128.shuffle<i32>(upper01, upper23, 1, 3, 5, 7);
  const c = v128.shuffle<i32>(lower01, lower23, 0, 2, 4, 6);
  const d = v128.shuffle<i32>(lower01, lower23, 1, 3, 5, 7);
  v128.store(s, slope(dy, a, b, c, d, v128.load(s, FRACTION_Y)), GRADIENT_X);
  v128.store(s, slope(dy, a, c, b, d, v128.load(s, FRACTION_X)), GRADIENT_Y);
}

// @ts-ignore: decorator
@inline
function slopeX3(s: usize, rowBytes: usize, dy: v128): v128 {
  const upper = <usize>load<u32>(s, ADDRESS);
  const lower = upper + rowBytes;
  return slope(
    dy,
    v128.load(upper),
    v128.load(upper, 12),
    v128.load(lower),
    v128.load(lower, 12),
    v128.load32_splat(s, FRACTION_Y),
  );
}

// @ts-ignore: decorator
@inline
function slopeY3(s: usize, rowBytes: usize, dy: v128): v128 {
  const upper = <usize>load<u32>(s, ADDRESS);
  const lower = upper + rowBytes;
  return slope(
    dy,
    v128.load(upper),
    v128.load(lower),
    v128.load(upper, 12),
    v128.load(lower, 12),
    v128.load32_splat(s, FRACTION_X),
  );
}

/** Four points; the last upstream pixel of a row has nothing behind it that may be read. */
// @ts-ignore: decorator
@inline
function points3(s: usize, rowBytes: usize, dy: usize, last: bool): void {
  const dy0 = v128.load(dy);
  const dy1 = v128.load(dy, 12);
  const dy2 = v128.load(dy, 24);
  const dy3 = last ? loadThree(dy + 36) : v128.load(dy, 36);
  const gx = sumsOfThree(
    slopeX3(s, rowBytes, dy0),
    slopeX3(s + 4, rowBytes, dy1),
    slopeX3(s + 8, rowBytes, dy2),
    slopeX3(s + 12, rowBytes, dy3),
  );
  const gy = sumsOfThree(
    slopeY3(s, rowBytes, dy0),
    slopeY3(s + 4, rowBytes, dy1),
    slopeY3(s + 8, rowBytes, dy2),
    slopeY3(s + 12, rowBytes, dy3),
  );
  v128.store(s, gx, GRADIENT_X);
  v128.store(s, gy, GRADIENT_Y);
}

// @ts-ignore: decorator
@inline
function pointMany(s: usize, rowBytes: usize, pixelBytes: usize, dy: usize): void {
  const upper = <usize>load<u32>(s, ADDRESS);
  const lower = upper + rowBytes;
  const tx = v128.load32_splat(s, FRACTION_X);
  const ty = v128.load32_splat(s, FRACTION_Y);
  let sumX = f32x4.splat(0);
  let sumY = f32x4.splat(0);
  const tail = pixelBytes & 12;
  const whole = pixelBytes - tail;
  for (let offset: usize = 0; offset < whole; offset += 16) {
    const upstream = v128.load(dy + offset);
    const a = v128.load(upper + offset);
    const b = v128.load(upper + offset + pixelBytes);
    const c = v128.load(lower + offset);
    const d = v128.load(lower + offset + pixelBytes);
    sumX = f32x4.add(sumX, slope(upstream, a, b, c, d, ty));
    sumY = f32x4.add(sumY, slope(upstream, a, c, b, d, tx));
  }
  let gx = sumOfLanes(sumX);
  let gy = sumOfLanes(sumY);
  const fx = load<f32>(s, FRACTION_X);
  const fy = load<f32>(s, FRACTION_Y);
  const rx: f32 = 1 - fx;
  const ry: f32 = 1 - fy;
  for (let offset = whole; offset < pixelBytes; offset += 4) {
    const upstream = load<f32>(dy + offset);
    const a = load<f32>(upper + offset);
    const b = load<f32>(upper + offset + pixelBytes);
    const c = load<f32>(lower + offset);
    const d = load<f32>(lower + offset + pixelBytes);
    gx += upstream * ((b - a) * ry + (d - c) * fy);
    gy += upstream * ((c - a) * rx + (d - b) * fx);
  }
  store<f32>(s, gx, GRADIENT_X);
  store<f32>(s, gy, GRADIENT_Y);
}

/** The gradients by the pixel coordinates of a tile row, to GRADIENT_X and GRADIENT_Y. */
export function backpropPointRow(
  scratch: usize,
  count: i32,
  image: usize,
  height: i32,
  width: i32,
  channels: i32,
  padding: i32,
  fill: usize,
  dy: usize,
): void {
  prepareRow(scratch, count, image, height, width, channels, true);
  const pixelBytes = <usize>channels << 2;
  const rowBytes = <usize>width * pixelBytes;
  for (let i = 0; i < count; i += 4) {
    const s = scratch + (<usize>i << 2);
    const inside = <i32>load<u8>(scratch + (<usize>i >> 2), INSIDE);
    const source = dy + <usize>i * pixelBytes;
    if (inside == 15 && i + 4 <= count && (channels == 1 || channels == 3)) {
      if (channels == 1) points1(s, rowBytes, v128.load(source));
      else points3(s, rowBytes, source, i + 4 == count);
      continue;
    }
    // The lanes behind the last point must not count.
    v128.store(s, i32x4.splat(0), GRADIENT_X);
    v128.store(s, i32x4.splat(0), GRADIENT_Y);
    const points = min(4, count - i);
    for (let k = 0; k < points; k++) {
      const point = s + (<usize>k << 2);
      const upstream = source + <usize>k * pixelBytes;
      if (channels >= 4 && (inside >> k) & 1) {
        pointMany(point, rowBytes, pixelBytes, upstream);
        continue;
      }
      const x = load<f32>(point, PIXEL_X);
      const y = load<f32>(point, PIXEL_Y);
      backpropPointPixel(point, x, y, image, height, width, channels, padding, fill, upstream);
    }
  }
}
