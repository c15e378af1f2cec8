import { FARTHEST } from '../options';
import { pixelAddress } from '../pixel-address';

// @ts-ignore: decorator
@inline
function spread(weight: f32, pixel: usize, dy: usize, end: usize): void {
  if (pixel == 0) return;
  let c: usize = 0;
  for (; c + 16 <= end; c += 16) {
    const value = f32x4.mul(f32x4.splat(weight), v128.load(dy + c));
    v128.store(pixel + c, f32x4.add(v128.load(pixel + c), value));
  }
  for (; c < end; c += 4) {
    store<f32>(pixel + c, load<f32>(pixel + c) + weight * load<f32>(dy + c));
  }
}

/** Adds what one output pixel gives its neighbours inside the image, one by one. */
export function backpropImagePixel(
  x: f32,
  y: f32,
  gradient: usize,
  height: i32,
  width: i32,
  channels: i32,
  padding: i32,
  dy: usize,
): void {
  if (!(abs(x) <= FARTHEST && abs(y) <= FARTHEST)) return;
  const x0 = <i32>floor(x);
  const y0 = <i32>floor(y);
  const tx: f32 = x - floor(x);
  const ty: f32 = y - floor(y);
  const sx: f32 = 1 - tx;
  const sy: f32 = 1 - ty;
  const end = <usize>channels << 2;
  const p00 = pixelAddress(gradient, x0, y0, height, width, channels, padding, 0);
  const p01 = pixelAddress(gradient, x0 + 1, y0, height, width, channels, padding, 0);
  const p10 = pixelAddress(gradient, x0, y0 + 1, height, width, channels, padding, 0);
  const p11 = pixelAddress(gradient, x0 + 1, y0 + 1, height, width, channels, padding, 0);
  spread(sx * sy, p00, dy, end);
  spread(tx * sy, p01, dy, end);
  spread(sx * ty, p10, dy, end);
  spread(tx * ty, p11, dy, end);
}
