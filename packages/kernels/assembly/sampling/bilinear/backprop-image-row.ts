import { SamplingCall } from '../../call';
import { loadThree } from '../../lanes';
import { FARTHEST } from '../../options';
import {
  ADDRESS,
  INSIDE,
  PIXEL_X,
  PIXEL_Y,
  WEIGHT_00,
  WEIGHT_01,
  WEIGHT_10,
  WEIGHT_11,
} from '../../scratch';
import { ownRow, tapAddress, tapIndex } from '../../tap-address';
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

/**
 * Points with all neighbours inside, one channel: float by float, since a read that overlaps the
 * write before it in part would wait for it.
 */
function run1(s: usize, end: usize, rowBytes: usize, dy: usize): void {
  do {
    const upper = <usize>load<u32>(s, ADDRESS);
    const lower = upper + rowBytes;
    const gradient = load<f32>(dy);
    add(upper, load<f32>(s, WEIGHT_00) * gradient);
    add(upper + 4, load<f32>(s, WEIGHT_01) * gradient);
    add(lower, load<f32>(s, WEIGHT_10) * gradient);
    add(lower + 4, load<f32>(s, WEIGHT_11) * gradient);
    s += 4;
    dy += 4;
  } while (s < end);
}

/**
 * Six floats beside each other, left and right neighbour: four and two, so that again no read
 * overlaps a write before it in part.
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

/** Three channels; of the upstream row's last pixel nothing behind it is read. */
function run3(s: usize, end: usize, rowBytes: usize, dy: usize): void {
  const last = end - 4;
  if (s < last) {
    do {
      spread3(s, rowBytes, v128.load(dy));
      s += 4;
      dy += 12;
    } while (s < last);
  }
  spread3(s, rowBytes, loadThree(dy));
}

/** Adds the weighted upstream pixel to each of four neighbours. */
function spreadPixel(
  s: usize,
  pixelBytes: usize,
  p00: usize,
  p01: usize,
  p10: usize,
  p11: usize,
  dy: usize,
): void {
  const w00 = v128.load32_splat(s, WEIGHT_00);
  const w01 = v128.load32_splat(s, WEIGHT_01);
  const w10 = v128.load32_splat(s, WEIGHT_10);
  const w11 = v128.load32_splat(s, WEIGHT_11);
  let c: usize = 0;
  for (; c + 16 <= pixelBytes; c += 16) {
    const value = v128.load(dy + c);
    addVector(p00 + c, f32x4.mul(w00, value));
    addVector(p01 + c, f32x4.mul(w01, value));
    addVector(p10 + c, f32x4.mul(w10, value));
    addVector(p11 + c, f32x4.mul(w11, value));
  }
  for (; c < pixelBytes; c += 4) {
    const value = load<f32>(dy + c);
    add(p00 + c, f32x4.extract_lane(w00, 0) * value);
    add(p01 + c, f32x4.extract_lane(w01, 0) * value);
    add(p10 + c, f32x4.extract_lane(w10, 0) * value);
    add(p11 + c, f32x4.extract_lane(w11, 0) * value);
  }
}

function runAny(s: usize, end: usize, rowBytes: usize, pixelBytes: usize, dy: usize): void {
  do {
    const upper = <usize>load<u32>(s, ADDRESS);
    const lower = upper + rowBytes;
    spreadPixel(s, pixelBytes, upper, upper + pixelBytes, lower, lower + pixelBytes, dy);
    s += 4;
    dy += pixelBytes;
  } while (s < end);
}

/** One point whose neighbours are not all inside; what the others get goes to the sink. */
function spreadAtBorder(call: SamplingCall, s: usize, dy: usize): void {
  const x = load<f32>(s, PIXEL_X);
  const y = load<f32>(s, PIXEL_Y);
  if (!(abs(x) <= FARTHEST && abs(y) <= FARTHEST)) return;
  const left = <i32>floor(x);
  const top = <i32>floor(y);
  const y0 = ownRow(call, tapIndex(top, call.height, call.padding, call.alignCorners));
  const y1 = ownRow(call, tapIndex(top + 1, call.height, call.padding, call.alignCorners));
  if ((y0 & y1) < 0) return;
  const x0 = tapIndex(left, call.width, call.padding, call.alignCorners);
  const x1 = tapIndex(left + 1, call.width, call.padding, call.alignCorners);
  if ((x0 & x1) < 0) return;
  const sink = call.sink;
  spreadPixel(
    s,
    <usize>call.channels << 2,
    tapAddress(call, x0, y0, sink),
    tapAddress(call, x1, y0, sink),
    tapAddress(call, x0, y1, sink),
    tapAddress(call, x1, y1, sink),
    dy,
  );
}

/** Adds a tile row of output gradients to the image's gradient, where the row looked. */
export function backpropImageRow(call: SamplingCall, count: i32, dy: usize): void {
  prepareRow(call, count);
  const channels = call.channels;
  const pixelBytes = <usize>channels << 2;
  const rowBytes = <usize>call.width * pixelBytes;
  const scratch = call.scratch;
  let i = 0;
  while (i < count) {
    const first = i;
    while (i < count && isInside(scratch, i)) i++;
    const s = scratch + (<usize>first << 2);
    const source = dy + <usize>first * pixelBytes;
    if (i == first) {
      spreadAtBorder(call, s, source);
      i++;
    } else {
      const end = scratch + (<usize>i << 2);
      if (channels == 1) run1(s, end, rowBytes, source);
      else if (channels == 3) run3(s, end, rowBytes, source);
      else runAny(s, end, rowBytes, pixelBytes, source);
    }
  }
}

// @ts-ignore: decorator
@inline
function isInside(scratch: usize, i: i32): bool {
  return ((<i32>load<u8>(scratch + (i >> 2), INSIDE) >> (i & 3)) & 1) != 0;
}
