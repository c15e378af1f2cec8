import { FARTHEST } from '../options';
import { pixelAddress } from '../pixel-address';

/** What a neighbour adds: outside the image its share of the fill value, 0 where none is given. */
// @ts-ignore: decorator
@inline
function share(weight: f32, pixel: usize, fill: usize, channel: usize): f32 {
  if (pixel != 0) return weight * load<f32>(pixel + channel);
  return fill != 0 ? weight * load<f32>(fill + channel) : 0;
}

export function fillPixel(output: usize, channels: i32, fill: usize): void {
  const end = <usize>channels << 2;
  for (let c: usize = 0; c < end; c += 4) {
    store<f32>(output + c, fill == 0 ? 0 : load<f32>(fill + c));
  }
}

/** One output pixel, neighbour by neighbour: the way at the border, and the SIMD loops' twin. */
export function forwardPixel(
  x: f32,
  y: f32,
  image: usize,
  height: i32,
  width: i32,
  channels: i32,
  padding: i32,
  fill: usize,
  output: usize,
): void {
  const end = <usize>channels << 2;
  if (x != x || y != y) {
    for (let c: usize = 0; c < end; c += 4) store<f32>(output + c, NaN);
    return;
  }
  if (abs(x) > FARTHEST || abs(y) > FARTHEST) {
    fillPixel(output, channels, fill);
    return;
  }
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
  for (let c: usize = 0; c < end; c += 4) {
    const upper = share(sx * sy, p00, fill, c) + share(tx * sy, p01, fill, c);
    const lower = share(sx * ty, p10, fill, c) + share(tx * ty, p11, fill, c);
    store<f32>(output + c, upper + lower);
  }
}
