import { FARTHEST } from '../options';
import { pixelAddress } from '../pixel-address';
import { GRADIENT_X, GRADIENT_Y } from '../scratch';

// @ts-ignore: decorator
@inline
function valueOf(pixel: usize, fill: usize, channel: usize): f32 {
  if (pixel != 0) return load<f32>(pixel + channel);
  return fill != 0 ? load<f32>(fill + channel) : 0;
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
    const p00 = pixelAddress(image, x0, y0, height, width, channels, padding);
    const p01 = pixelAddress(image, x0 + 1, y0, height, width, channels, padding);
    const p10 = pixelAddress(image, x0, y0 + 1, height, width, channels, padding);
    const p11 = pixelAddress(image, x0 + 1, y0 + 1, height, width, channels, padding);
    const end = <usize>channels << 2;
    for (let channel: usize = 0; channel < end; channel += 4) {
      const a = valueOf(p00, fill, channel);
      const b = valueOf(p01, fill, channel);
      const c = valueOf(p10, fill, channel);
      const d = valueOf(p11, fill, channel);
      const upstream = load<f32>(dy + channel);
      gx += upstream * ((b - a) * sy + (d - c) * ty);
      gy += upstream * ((c - a) * sx + (d - b) * tx);
    }
  }
  store<f32>(s, gx, GRADIENT_X);
  store<f32>(s, gy, GRADIENT_Y);
}
