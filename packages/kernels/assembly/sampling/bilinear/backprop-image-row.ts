import { loadThree } from '../lanes';
import {
  ADDRESS,
  INSIDE,
  PIXEL_X,
  PIXEL_Y,
  WEIGHT_00,
  WEIGHT_01,
  WEIGHT_10,
  WEIGHT_11,
} from '../scratch';
import { backpropImagePixel } from './backprop-image-pixel';
import { prepareRow } from './prepare-row';

// @ts-ignore: decorator
@inline
function add(pixel: usize, value: f32): void {
  store<f32>(pixel, load<f32>(pixel) + value);
}

// @ts-ignore: decorator
@inline
function addVector(pixel: usize, value: v128): void {
  v128.store(pixel, f32x4.add(v128.load(pixel), value));
}

// @ts-ignore: decorator
@inline
function spread1(s: usize, rowBytes: usize, dy: f32): void {
  const upper = <usize>load<u32>(s, ADDRESS);
  const lower = upper + rowBytes;
  add(upper, load<f32>(s, WEIGHT_00) * dy);
  add(upper + 4, load<f32>(s, WEIGHT_01) * dy);
  add(lower, load<f32>(s, WEIGHT_10) * dy);
  add(lower + 4, load<f32>(s, WEIGHT_11) * dy);
}

/**
 * Six floats beside each other, left and right neighbour: four and two, so that no read overlaps
 * a write before it in part, which would wait for it.
 */
// @ts-ignore: decorator
@inline
function spreadPair3(pixel: usize, left: usize, right: usize, cycled: v128, behind: v128): void {
  const weights = v128.load32_lane(right, v128.load32_splat(left), 3);
  addVector(pixel, f32x4.mul(weights, cycled));
  const rest = f32x4.mul(v128.load32_splat(right), behind);
  v128.store64_lane(pixel, f32x4.add(v128.load64_zero(pixel, 16), rest), 0, 16);
}

// @ts-ignore: decorator
@inline
function spread3(s: usize, rowBytes: usize, dy: v128): void {
  const upper = <usize>load<u32>(s, ADDRESS);
  const cycled = v128.shuffle<i32>(dy, dy, 0, 1, 2, 0);
  const behind = v128.shuffle<i32>(dy, dy, 1, 2, 1, 2);
  spreadPair3(upper, s + WEIGHT_00, s + WEIGHT_01, cycled, behind);
  spreadPair3(upper + rowBytes, s + WEIGHT_10, s + WEIGHT_11, cycled, behind);
}

// @ts-ignore: decorator
@inline
function spreadMany(s: usize, rowBytes: usize, pixelBytes: usize, dy: usize): void {
  const upper = <usize>load<u32>(s, ADDRESS);
  const lower = upper + rowBytes;
  const w00 = v128.load32_splat(s, WEIGHT_00);
  const w01 = v128.load32_splat(s, WEIGHT_01);
  const w10 = v128.load32_splat(s, WEIGHT_10);
  const w11 = v128.load32_splat(s, WEIGHT_11);
  let c: usize = 0;
  for (; c + 16 <= pixelBytes; c += 16) {
    const value = v128.load(dy + c);
    addVector(upper + c, f32x4.mul(w00, value));
    addVector(upper + c + pixelBytes, f32x4.mul(w01, value));
    addVector(lower + c, f32x4.mul(w10, value));
    addVector(lower + c + pixelBytes, f32x4.mul(w11, value));
  }
  for (; c < pixelBytes; c += 4) {
    const value = load<f32>(dy + c);
    add(upper + c, f32x4.extract_lane(w00, 0) * value);
    add(upper + c + pixelBytes, f32x4.extract_lane(w01, 0) * value);
    add(lower + c, f32x4.extract_lane(w10, 0) * value);
    add(lower + c + pixelBytes, f32x4.extract_lane(w11, 0) * value);
  }
}

/** Adds a tile row of output gradients to the image's gradient, where the row looked. */
export function backpropImageRow(
  scratch: usize,
  count: i32,
  gradient: usize,
  height: i32,
  width: i32,
  channels: i32,
  padding: i32,
  dy: usize,
): void {
  prepareRow(scratch, count, gradient, height, width, channels, false);
  const pixelBytes = <usize>channels << 2;
  const rowBytes = <usize>width * pixelBytes;
  for (let i = 0; i < count; i++) {
    const s = scratch + (<usize>i << 2);
    const inside = <i32>load<u8>(scratch + (<usize>i >> 2), INSIDE);
    const source = dy + <usize>i * pixelBytes;
    if (((inside >> (i & 3)) & 1) == 0 || channels == 2) {
      const x = load<f32>(s, PIXEL_X);
      const y = load<f32>(s, PIXEL_Y);
      backpropImagePixel(x, y, gradient, height, width, channels, padding, source);
    } else if (channels == 1) {
      spread1(s, rowBytes, load<f32>(source));
    } else if (channels == 3) {
      spread3(s, rowBytes, i + 1 < count ? v128.load(source) : loadThree(source));
    } else {
      spreadMany(s, rowBytes, pixelBytes, source);
    }
  }
}
