import { SamplingCall } from '../../call';
import {
  FACTOR_X,
  FACTOR_Y,
  PIXEL_X,
  PIXEL_Y,
  WEIGHT_00,
  WEIGHT_01,
  WEIGHT_10,
  WEIGHT_11,
} from '../../scratch';
import {
  isFar,
  neighbourIndex,
  neighboursWrap,
  ownRow,
  pixelBefore,
  tapAddress,
} from '../../tap-address';

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

/** The same as `spreadPixel`, one channel. */
// @ts-ignore: decorator
@inline
export function spread1(s: usize, p00: usize, p01: usize, p10: usize, p11: usize, dy: usize): void {
  const value = load<f32>(dy);
  add(p00, load<f32>(s, WEIGHT_00) * value);
  add(p01, load<f32>(s, WEIGHT_01) * value);
  add(p10, load<f32>(s, WEIGHT_10) * value);
  add(p11, load<f32>(s, WEIGHT_11) * value);
}

/** Adds the weighted upstream pixel to each of four neighbours. */
// @ts-ignore: decorator
@inline
export function spreadPixel(
  s: usize,
  pixelBytes: usize,
  p00: usize,
  p01: usize,
  p10: usize,
  p11: usize,
  dy: usize,
): void {
  if (pixelBytes == 4) {
    spread1(s, p00, p01, p10, p11, dy);
    return;
  }
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

/** One point whose neighbours are not all inside, or not all in this call's rows; what the others get goes to the sink. */
export function spreadAtBorder(call: SamplingCall, s: usize, dy: usize): void {
  const x = load<f32>(s, PIXEL_X);
  const y = load<f32>(s, PIXEL_Y);
  if (isFar(call, x, y)) return;
  const left = pixelBefore(x, call.width);
  const top = pixelBefore(y, call.height);
  const wrapsX = neighboursWrap(call, load<f32>(s, FACTOR_X));
  const wrapsY = neighboursWrap(call, load<f32>(s, FACTOR_Y));
  const y0 = ownRow(call, neighbourIndex(top, call.height, wrapsY));
  const y1 = ownRow(call, neighbourIndex(top + 1, call.height, wrapsY));
  if ((y0 & y1) < 0) return;
  const x0 = neighbourIndex(left, call.width, wrapsX);
  const x1 = neighbourIndex(left + 1, call.width, wrapsX);
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
