import { SamplingCall } from '../../call';
import { sumOfLanes } from '../../lanes';
import { copyPixel, fillNaN } from '../../sampling/pixels';
import {
  isFar,
  isMoved,
  neighbourIndex,
  neighboursWrap,
  ownRow,
  pixelBefore,
  tapAddress,
  weighedAddress,
} from '../../sampling/tap-address';
import { FACTOR_X, FACTOR_Y, GRADIENT_X, GRADIENT_Y, PIXEL_X, PIXEL_Y } from '../../scratch';
import { FRACTION_X, FRACTION_Y, WEIGHT_00, WEIGHT_01, WEIGHT_10, WEIGHT_11 } from './prepare';

/** One output pixel by its neighbours' addresses: the way at the border. */
export function forwardPixel(call: SamplingCall, s: usize, output: usize): void {
  const x = load<f32>(s, PIXEL_X);
  const y = load<f32>(s, PIXEL_Y);
  if (isFar(call, x, y)) {
    if (x != x || y != y) fillNaN(output, call.channels);
    else copyPixel(output, call.fill, call.channels);
    return;
  }
  const left = pixelBefore(x, call.width);
  const top = pixelBefore(y, call.height);
  const wrapsX = neighboursWrap(call, load<f32>(s, FACTOR_X));
  const wrapsY = neighboursWrap(call, load<f32>(s, FACTOR_Y));
  const x0 = neighbourIndex(left, call.width, wrapsX);
  const x1 = neighbourIndex(left + 1, call.width, wrapsX);
  const y0 = neighbourIndex(top, call.height, wrapsY);
  const y1 = neighbourIndex(top + 1, call.height, wrapsY);
  blendPixel(
    output,
    (<usize>call.channels) << 2,
    weighedAddress(call, x0, y0, s + WEIGHT_00),
    weighedAddress(call, x1, y0, s + WEIGHT_01),
    weighedAddress(call, x0, y1, s + WEIGHT_10),
    weighedAddress(call, x1, y1, s + WEIGHT_11),
    s,
  );
}

/** The four neighbours, weighted: whole vectors, then what is left. */
export function blendPixel(
  output: usize,
  pixelBytes: usize,
  p00: usize,
  p01: usize,
  p10: usize,
  p11: usize,
  s: usize,
): void {
  const w00 = v128.load32_splat(s, WEIGHT_00);
  const w01 = v128.load32_splat(s, WEIGHT_01);
  const w10 = v128.load32_splat(s, WEIGHT_10);
  const w11 = v128.load32_splat(s, WEIGHT_11);
  let c: usize = 0;
  for (; c + 16 <= pixelBytes; c += 16) {
    const upper = f32x4.add(f32x4.mul(w00, v128.load(p00 + c)), f32x4.mul(w01, v128.load(p01 + c)));
    const lower = f32x4.add(f32x4.mul(w10, v128.load(p10 + c)), f32x4.mul(w11, v128.load(p11 + c)));
    v128.store(output + c, f32x4.add(upper, lower));
  }
  for (; c < pixelBytes; c += 4) {
    const upper =
      f32x4.extract_lane(w00, 0) * load<f32>(p00 + c) +
      f32x4.extract_lane(w01, 0) * load<f32>(p01 + c);
    const lower =
      f32x4.extract_lane(w10, 0) * load<f32>(p10 + c) +
      f32x4.extract_lane(w11, 0) * load<f32>(p11 + c);
    store<f32>(output + c, upper + lower);
  }
}

// @inline
function add(pixel: usize, value: f32): void {
  store<f32>(pixel, load<f32>(pixel) + value);
}

// @inline
function addVector(pixel: usize, value: v128): void {
  v128.store(pixel, f32x4.add(v128.load(pixel), value));
}

/** The same as `spreadPixel`, one channel. */
// @inline
export function spread1(s: usize, p00: usize, p01: usize, p10: usize, p11: usize, dy: usize): void {
  const value = load<f32>(dy);
  add(p00, load<f32>(s, WEIGHT_00) * value);
  add(p01, load<f32>(s, WEIGHT_01) * value);
  add(p10, load<f32>(s, WEIGHT_10) * value);
  add(p11, load<f32>(s, WEIGHT_11) * value);
}

/** Adds the weighted upstream pixel to each of four neighbours. */
// @inline
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
    (<usize>call.channels) << 2,
    tapAddress(call, x0, y0, sink),
    tapAddress(call, x1, y0, sink),
    tapAddress(call, x0, y1, sink),
    tapAddress(call, x1, y1, sink),
    dy,
  );
}

/** The gradient w.r.t. one point, from its four neighbours' addresses. */
export function slopePixel(
  s: usize,
  pixelBytes: usize,
  p00: usize,
  p01: usize,
  p10: usize,
  p11: usize,
  dy: usize,
): void {
  let upper = f32x4.splat(0);
  let lower = f32x4.splat(0);
  let left = f32x4.splat(0);
  let i: usize = 0;
  for (; i + 16 <= pixelBytes; i += 16) {
    const upstream = v128.load(dy + i);
    const a = v128.load(p00 + i);
    const c = v128.load(p10 + i);
    upper = f32x4.add(upper, f32x4.mul(upstream, f32x4.sub(v128.load(p01 + i), a)));
    lower = f32x4.add(lower, f32x4.mul(upstream, f32x4.sub(v128.load(p11 + i), c)));
    left = f32x4.add(left, f32x4.mul(upstream, f32x4.sub(c, a)));
  }
  let u = sumOfLanes(upper);
  let l = sumOfLanes(lower);
  let v = sumOfLanes(left);
  for (; i < pixelBytes; i += 4) {
    const upstream = load<f32>(dy + i);
    const a = load<f32>(p00 + i);
    const c = load<f32>(p10 + i);
    u += upstream * (load<f32>(p01 + i) - a);
    l += upstream * (load<f32>(p11 + i) - c);
    v += upstream * (c - a);
  }
  store<f32>(s, u + load<f32>(s, FRACTION_Y) * (l - u), GRADIENT_X);
  store<f32>(s, v + load<f32>(s, FRACTION_X) * (l - u), GRADIENT_Y);
}

/** One point whose neighbours are not all inside. */
export function slopeAtBorder(call: SamplingCall, s: usize, dy: usize): void {
  const x = load<f32>(s, PIXEL_X);
  const y = load<f32>(s, PIXEL_Y);
  if (isFar(call, x, y)) {
    const gradient: f32 = x != x || y != y ? NaN : 0;
    store<f32>(s, gradient, GRADIENT_X);
    store<f32>(s, gradient, GRADIENT_Y);
    return;
  }
  const left = pixelBefore(x, call.width);
  const top = pixelBefore(y, call.height);
  const wrapsX = neighboursWrap(call, load<f32>(s, FACTOR_X));
  const wrapsY = neighboursWrap(call, load<f32>(s, FACTOR_Y));
  const x0 = neighbourIndex(left, call.width, wrapsX);
  const x1 = neighbourIndex(left + 1, call.width, wrapsX);
  const y0 = neighbourIndex(top, call.height, wrapsY);
  const y1 = neighbourIndex(top + 1, call.height, wrapsY);
  const fill = call.sink;
  slopePixel(
    s,
    (<usize>call.channels) << 2,
    tapAddress(call, x0, y0, fill),
    tapAddress(call, x1, y0, fill),
    tapAddress(call, x0, y1, fill),
    tapAddress(call, x1, y1, fill),
    dy,
  );
  if (isMoved(call, s + FACTOR_X)) store<f32>(s, 0, GRADIENT_X);
  if (isMoved(call, s + FACTOR_Y)) store<f32>(s, 0, GRADIENT_Y);
}
