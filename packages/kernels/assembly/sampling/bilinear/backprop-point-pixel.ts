import { SamplingCall } from '../../call';
import { sumOfLanes } from '../../lanes';
import {
  FACTOR_X,
  FACTOR_Y,
  FRACTION_X,
  FRACTION_Y,
  GRADIENT_X,
  GRADIENT_Y,
  PIXEL_X,
  PIXEL_Y,
} from '../../scratch';
import { isFar, neighbourIndex,
  neighboursWrap, pixelBefore, tapAddress } from '../../tap-address';
import { isMoved } from '../moved';

/** The gradient by one point, from its four neighbours' addresses. */
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
    <usize>call.channels << 2,
    tapAddress(call, x0, y0, fill),
    tapAddress(call, x1, y0, fill),
    tapAddress(call, x0, y1, fill),
    tapAddress(call, x1, y1, fill),
    dy,
  );
  if (isMoved(call, s + FACTOR_X)) store<f32>(s, 0, GRADIENT_X);
  if (isMoved(call, s + FACTOR_Y)) store<f32>(s, 0, GRADIENT_Y);
}
