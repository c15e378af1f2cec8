import { sumOfLanes } from '../lanes';
import { FARTHEST } from '../options';
import { pixelAddress } from '../pixel-address';
import { GRADIENT_X, GRADIENT_Y } from '../scratch';
import { slope } from './slope';

// @ts-ignore: decorator
@inline
function valueOf(pixel: usize, channel: usize): f32 {
  return pixel != 0 ? load<f32>(pixel + channel) : 0;
}

// @ts-ignore: decorator
@inline
function valuesOf(pixel: usize, channel: usize): v128 {
  return pixel != 0 ? v128.load(pixel + channel) : i32x4.splat(0);
}

/** The gradient by one pixel coordinate, from its neighbours one by one. */
export function backpropPointPixel(
  s: usize,
  x: f32,
  y: f32,
  image: usize,
  height: i32,
  width: i32,
  channels: i32,
  padding: i32,
  fill: usize,
  dy: usize,
): void {
  let gx: f32 = 0;
  let gy: f32 = 0;
  if (x != x || y != y) {
    gx = NaN;
    gy = NaN;
  } else if (abs(x) <= FARTHEST && abs(y) <= FARTHEST) {
    const x0 = <i32>floor(x);
    const y0 = <i32>floor(y);
    const tx: f32 = x - floor(x);
    const ty: f32 = y - floor(y);
    const sx: f32 = 1 - tx;
    const sy: f32 = 1 - ty;
    const p00 = pixelAddress(image, x0, y0, height, width, channels, padding, fill);
    const p01 = pixelAddress(image, x0 + 1, y0, height, width, channels, padding, fill);
    const p10 = pixelAddress(image, x0, y0 + 1, height, width, channels, padding, fill);
    const p11 = pixelAddress(image, x0 + 1, y0 + 1, height, width, channels, padding, fill);
    const end = <usize>channels << 2;
    let sumX = f32x4.splat(0);
    let sumY = f32x4.splat(0);
    let channel: usize = 0;
    for (; channel + 16 <= end; channel += 16) {
      const a = valuesOf(p00, channel);
      const b = valuesOf(p01, channel);
      const c = valuesOf(p10, channel);
      const d = valuesOf(p11, channel);
      const upstream = v128.load(dy + channel);
      sumX = f32x4.add(sumX, slope(upstream, a, b, c, d, f32x4.splat(ty)));
      sumY = f32x4.add(sumY, slope(upstream, a, c, b, d, f32x4.splat(tx)));
    }
    gx = sumOfLanes(sumX);
    gy = sumOfLanes(sumY);
    for (; channel < end; channel += 4) {
      const a = valueOf(p00, channel);
      const b = valueOf(p01, channel);
      const c = valueOf(p10, channel);
      const d = valueOf(p11, channel);
      const upstream = load<f32>(dy + channel);
      gx += upstream * ((b - a) * sy + (d - c) * ty);
      gy += upstream * ((c - a) * sx + (d - b) * tx);
    }
  }
  store<f32>(s, gx, GRADIENT_X);
  store<f32>(s, gy, GRADIENT_Y);
}
