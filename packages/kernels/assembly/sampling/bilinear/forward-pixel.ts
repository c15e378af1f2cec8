import { FARTHEST } from '../options';
import { pixelAddress } from '../pixel-address';

// @ts-ignore: decorator
@inline
function share(weight: f32, pixel: usize, channel: usize): f32 {
  return pixel != 0 ? weight * load<f32>(pixel + channel) : 0;
}

// @ts-ignore: decorator
@inline
function addShare(sum: v128, weight: f32, pixel: usize, channel: usize): v128 {
  if (pixel == 0) return sum;
  return f32x4.add(sum, f32x4.mul(f32x4.splat(weight), v128.load(pixel + channel)));
}

/** The fill values, or zeros where there are none. */
export function fillPixel(output: usize, channels: i32, fill: usize): void {
  const end = <usize>channels << 2;
  let c: usize = 0;
  for (; c + 16 <= end; c += 16) {
    v128.store(output + c, fill == 0 ? i32x4.splat(0) : v128.load(fill + c));
  }
  for (; c < end; c += 4) store<f32>(output + c, fill == 0 ? 0 : load<f32>(fill + c));
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
  const p00 = pixelAddress(image, x0, y0, height, width, channels, padding, fill);
  const p01 = pixelAddress(image, x0 + 1, y0, height, width, channels, padding, fill);
  const p10 = pixelAddress(image, x0, y0 + 1, height, width, channels, padding, fill);
  const p11 = pixelAddress(image, x0 + 1, y0 + 1, height, width, channels, padding, fill);
  let c: usize = 0;
  for (; c + 16 <= end; c += 16) {
    let sum = addShare(f32x4.splat(0), sx * sy, p00, c);
    sum = addShare(sum, tx * sy, p01, c);
    sum = addShare(sum, sx * ty, p10, c);
    v128.store(output + c, addShare(sum, tx * ty, p11, c));
  }
  for (; c < end; c += 4) {
    const upper = share(sx * sy, p00, c) + share(tx * sy, p01, c);
    const lower = share(sx * ty, p10, c) + share(tx * ty, p11, c);
    store<f32>(output + c, upper + lower);
  }
}
