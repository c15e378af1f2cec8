import {
  ADDRESS,
  INSIDE,
  OUTSIDE,
  PIXEL_X,
  PIXEL_Y,
  WEIGHT_00,
  WEIGHT_01,
  WEIGHT_10,
  WEIGHT_11,
} from '../scratch';
import { storeThree } from '../lanes';
import { PADDING_WRAP } from '../options';
import { fillPixel, forwardPixel } from './forward-pixel';
import { prepareRow } from './prepare-row';

/** Four neighbours' next four floats, weighted. */
// @ts-ignore: decorator
@inline
function blend(upper: usize, lower: usize, right: usize, w00: v128, w01: v128, w10: v128, w11: v128): v128 {
  return f32x4.add(
    f32x4.add(f32x4.mul(w00, v128.load(upper)), f32x4.mul(w01, v128.load(upper + right))),
    f32x4.add(f32x4.mul(w10, v128.load(lower)), f32x4.mul(w11, v128.load(lower + right))),
  );
}

// @ts-ignore: decorator
@inline
function forwardOne1(s: usize, rowBytes: usize): f32 {
  const upper = <usize>load<u32>(s, ADDRESS);
  const lower = upper + rowBytes;
  return (
    load<f32>(s, WEIGHT_00) * load<f32>(upper) +
    load<f32>(s, WEIGHT_01) * load<f32>(upper, 4) +
    (load<f32>(s, WEIGHT_10) * load<f32>(lower) + load<f32>(s, WEIGHT_11) * load<f32>(lower, 4))
  );
}

// @ts-ignore: decorator
@inline
function forward1(s: usize, rowBytes: usize, output: usize): void {
  const p0 = <usize>load<u32>(s, ADDRESS);
  const p1 = <usize>load<u32>(s, ADDRESS + 4);
  const p2 = <usize>load<u32>(s, ADDRESS + 8);
  const p3 = <usize>load<u32>(s, ADDRESS + 12);
  // Left and right neighbours lie beside each other: two points' pairs fill a vector.
  const upper01 = v128.load64_lane(p1, v128.load64_zero(p0), 1);
  const upper23 = v128.load64_lane(p3, v128.load64_zero(p2), 1);
  const lower01 = v128.load64_lane(p1 + rowBytes, v128.load64_zero(p0 + rowBytes), 1);
  const lower23 = v128.load64_lane(p3 + rowBytes, v128.load64_zero(p2 + rowBytes), 1);
  const a = v128.shuffle<i32>(upper01, upper23, 0, 2, 4, 6);
  const b = v128.shuffle<i32>(upper01, upper23, 1, 3, 5, 7);
  const c = v128.shuffle<i32>(lower01, lower23, 0, 2, 4, 6);
  const d = v128.shuffle<i32>(lower01, lower23, 1, 3, 5, 7);
  v128.store(
    output,
    f32x4.add(
      f32x4.add(
        f32x4.mul(a, v128.load(s, WEIGHT_00)),
        f32x4.mul(b, v128.load(s, WEIGHT_01)),
      ),
      f32x4.add(
        f32x4.mul(c, v128.load(s, WEIGHT_10)),
        f32x4.mul(d, v128.load(s, WEIGHT_11)),
      ),
    ),
  );
}

/** Three channels, and a fourth lane of what comes behind them. */
// @ts-ignore: decorator
@inline
function forward3(s: usize, rowBytes: usize): v128 {
  const upper = <usize>load<u32>(s, ADDRESS);
  const lower = upper + rowBytes;
  return f32x4.add(
    f32x4.add(
      f32x4.mul(v128.load32_splat(s, WEIGHT_00), v128.load(upper)),
      f32x4.mul(v128.load32_splat(s, WEIGHT_01), v128.load(upper, 12)),
    ),
    f32x4.add(
      f32x4.mul(v128.load32_splat(s, WEIGHT_10), v128.load(lower)),
      f32x4.mul(v128.load32_splat(s, WEIGHT_11), v128.load(lower, 12)),
    ),
  );
}

/** Four channels at a time; the last four may overlap those before. */
// @ts-ignore: decorator
@inline
function forwardMany(s: usize, rowBytes: usize, pixelBytes: usize, output: usize): void {
  const upper = <usize>load<u32>(s, ADDRESS);
  const lower = upper + rowBytes;
  const w00 = v128.load32_splat(s, WEIGHT_00);
  const w01 = v128.load32_splat(s, WEIGHT_01);
  const w10 = v128.load32_splat(s, WEIGHT_10);
  const w11 = v128.load32_splat(s, WEIGHT_11);
  const last = pixelBytes - 16;
  for (let c: usize = 0; c < last; c += 16) {
    v128.store(output + c, blend(upper + c, lower + c, pixelBytes, w00, w01, w10, w11));
  }
  v128.store(output + last, blend(upper + last, lower + last, pixelBytes, w00, w01, w10, w11));
}

/** Short runs of zeros, for which a call to memory.fill takes longer than they do. */
// @ts-ignore: decorator
@inline
function clear(target: usize, bytes: usize): void {
  const end = target + bytes;
  for (; target + 16 <= end; target += 16) v128.store(target, i32x4.splat(0));
  for (; target < end; target += 4) store<f32>(target, 0);
}

/** Samples a tile row at PIXEL_X, PIXEL_Y into `output`. */
export function forwardRow(
  scratch: usize,
  count: i32,
  image: usize,
  height: i32,
  width: i32,
  channels: i32,
  padding: i32,
  fill: usize,
  output: usize,
): void {
  prepareRow(scratch, count, image, height, width, channels, false);
  const pixelBytes = <usize>channels << 2;
  const rowBytes = <usize>width * pixelBytes;
  const mayMiss = padding != PADDING_WRAP;
  for (let i = 0; i < count; i += 4) {
    const s = scratch + (<usize>i << 2);
    const inside = <i32>load<u8>(scratch + (<usize>i >> 2), INSIDE);
    const out = output + <usize>i * pixelBytes;
    // Three channels store 16 bytes and so reach into the next pixel, which is written after;
    // the last pixel of a row has none of its own.
    if (inside == 15 && i + 4 <= count && (channels != 3 || i + 4 < count)) {
      if (channels == 3) {
        v128.store(out, forward3(s, rowBytes));
        v128.store(out, forward3(s + 4, rowBytes), 12);
        v128.store(out, forward3(s + 8, rowBytes), 24);
        v128.store(out, forward3(s + 12, rowBytes), 36);
        continue;
      }
      if (channels == 1) {
        forward1(s, rowBytes, out);
        continue;
      }
    }
    const points = min(4, count - i);
    const outside =
      mayMiss && inside != 15 ? <i32>load<u8>(scratch + (<usize>i >> 2), OUTSIDE) : 0;
    if (outside == 15 && fill == 0) {
      clear(out, <usize>points * pixelBytes);
      continue;
    }
    for (let k = 0; k < points; k++) {
      const point = s + (<usize>k << 2);
      const target = out + <usize>k * pixelBytes;
      if ((inside >> k) & 1) {
        if (channels >= 4) {
          forwardMany(point, rowBytes, pixelBytes, target);
          continue;
        }
        if (channels == 1) {
          store<f32>(target, forwardOne1(point, rowBytes));
          continue;
        }
        if (channels == 3) {
          storeThree(target, forward3(point, rowBytes));
          continue;
        }
      }
      if ((outside >> k) & 1) {
        fillPixel(target, channels, fill);
        continue;
      }
      const x = load<f32>(point, PIXEL_X);
      const y = load<f32>(point, PIXEL_Y);
      forwardPixel(x, y, image, height, width, channels, padding, fill, target);
    }
  }
}
