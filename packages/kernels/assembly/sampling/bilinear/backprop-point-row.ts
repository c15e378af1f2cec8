import { SamplingCall } from '../../call';
import { loadThree, sumOfLanes, sumsOfThree } from '../../lanes';
import { FARTHEST } from '../../options';
import {
  ADDRESS,
  FRACTION_X,
  FRACTION_Y,
  GRADIENT_X,
  GRADIENT_Y,
  INSIDE,
  PIXEL_X,
  PIXEL_Y,
} from '../../scratch';
import { tapAddress, tapIndex } from '../../tap-address';
import { fractionsRow, prepareRow } from './prepare-row';

/** dy · ∂V/∂x of four floats: the horizontal differences, weighted by the other axis. */
// @ts-ignore: decorator
@inline
function slope(dy: v128, near0: v128, far0: v128, near1: v128, far1: v128, t: v128): v128 {
  return f32x4.mul(
    dy,
    f32x4.add(
      f32x4.mul(f32x4.sub(far0, near0), f32x4.sub(f32x4.splat(1), t)),
      f32x4.mul(f32x4.sub(far1, near1), t),
    ),
  );
}

/** Whole groups of four points with all neighbours inside, one channel. */
function run1(s: usize, end: usize, rowBytes: usize, dy: usize): void {
  do {
    const p0 = <usize>load<u32>(s, ADDRESS);
    const p1 = <usize>load<u32>(s, ADDRESS + 4);
    const p2 = <usize>load<u32>(s, ADDRESS + 8);
    const p3 = <usize>load<u32>(s, ADDRESS + 12);
    const upper01 = v128.load64_lane(p1, v128.load64_zero(p0), 1);
    const upper23 = v128.load64_lane(p3, v128.load64_zero(p2), 1);
    const lower01 = v128.load64_lane(p1 + rowBytes, v128.load64_zero(p0 + rowBytes), 1);
    const lower23 = v128.load64_lane(p3 + rowBytes, v128.load64_zero(p2 + rowBytes), 1);
    const a = v128.shuffle<i32>(upper01, upper23, 0, 2, 4, 6);
    const b = v128.shuffle<i32>(upper01, upper23, 1, 3, 5, 7);
    const c = v128.shuffle<i32>(lower01, lower23, 0, 2, 4, 6);
    const d = v128.shuffle<i32>(lower01, lower23, 1, 3, 5, 7);
    const upstream = v128.load(dy);
    v128.store(s, slope(upstream, a, b, c, d, v128.load(s, FRACTION_Y)), GRADIENT_X);
    v128.store(s, slope(upstream, a, c, b, d, v128.load(s, FRACTION_X)), GRADIENT_Y);
    s += 16;
    dy += 16;
  } while (s < end);
}

// @ts-ignore: decorator
@inline
function slopeX3(s: usize, rowBytes: usize, dy: v128): v128 {
  const upper = <usize>load<u32>(s, ADDRESS);
  const lower = upper + rowBytes;
  return slope(
    dy,
    v128.load(upper),
    v128.load(upper, 12),
    v128.load(lower),
    v128.load(lower, 12),
    v128.load32_splat(s, FRACTION_Y),
  );
}

// @ts-ignore: decorator
@inline
function slopeY3(s: usize, rowBytes: usize, dy: v128): v128 {
  const upper = <usize>load<u32>(s, ADDRESS);
  const lower = upper + rowBytes;
  return slope(
    dy,
    v128.load(upper),
    v128.load(lower),
    v128.load(upper, 12),
    v128.load(lower, 12),
    v128.load32_splat(s, FRACTION_X),
  );
}

/** Whole groups of four points, three channels; of the last pixel nothing behind it is read. */
function run3(s: usize, end: usize, rowBytes: usize, dy: usize): void {
  do {
    const dy0 = v128.load(dy);
    const dy1 = v128.load(dy, 12);
    const dy2 = v128.load(dy, 24);
    const dy3 = loadThree(dy + 36);
    const gx = sumsOfThree(
      slopeX3(s, rowBytes, dy0),
      slopeX3(s + 4, rowBytes, dy1),
      slopeX3(s + 8, rowBytes, dy2),
      slopeX3(s + 12, rowBytes, dy3),
    );
    const gy = sumsOfThree(
      slopeY3(s, rowBytes, dy0),
      slopeY3(s + 4, rowBytes, dy1),
      slopeY3(s + 8, rowBytes, dy2),
      slopeY3(s + 12, rowBytes, dy3),
    );
    v128.store(s, gx, GRADIENT_X);
    v128.store(s, gy, GRADIENT_Y);
    s += 16;
    dy += 48;
  } while (s < end);
}

/** The gradient by one point, from its four neighbours' addresses. */
function slopePixel(
  s: usize,
  pixelBytes: usize,
  p00: usize,
  p01: usize,
  p10: usize,
  p11: usize,
  dy: usize,
): void {
  const tx = v128.load32_splat(s, FRACTION_X);
  const ty = v128.load32_splat(s, FRACTION_Y);
  let sumX = f32x4.splat(0);
  let sumY = f32x4.splat(0);
  let i: usize = 0;
  for (; i + 16 <= pixelBytes; i += 16) {
    const upstream = v128.load(dy + i);
    const a = v128.load(p00 + i);
    const b = v128.load(p01 + i);
    const c = v128.load(p10 + i);
    const d = v128.load(p11 + i);
    sumX = f32x4.add(sumX, slope(upstream, a, b, c, d, ty));
    sumY = f32x4.add(sumY, slope(upstream, a, c, b, d, tx));
  }
  let gx = sumOfLanes(sumX);
  let gy = sumOfLanes(sumY);
  const fx = load<f32>(s, FRACTION_X);
  const fy = load<f32>(s, FRACTION_Y);
  for (; i < pixelBytes; i += 4) {
    const upstream = load<f32>(dy + i);
    const a = load<f32>(p00 + i);
    const b = load<f32>(p01 + i);
    const c = load<f32>(p10 + i);
    const d = load<f32>(p11 + i);
    gx += upstream * ((b - a) * (1 - fy) + (d - c) * fy);
    gy += upstream * ((c - a) * (1 - fx) + (d - b) * fx);
  }
  store<f32>(s, gx, GRADIENT_X);
  store<f32>(s, gy, GRADIENT_Y);
}

function runAny(s: usize, end: usize, rowBytes: usize, pixelBytes: usize, dy: usize): void {
  do {
    const upper = <usize>load<u32>(s, ADDRESS);
    const lower = upper + rowBytes;
    slopePixel(s, pixelBytes, upper, upper + pixelBytes, lower, lower + pixelBytes, dy);
    s += 4;
    dy += pixelBytes;
  } while (s < end);
}

/** One point whose neighbours are not all inside. */
function slopeAtBorder(call: SamplingCall, s: usize, dy: usize): void {
  const x = load<f32>(s, PIXEL_X);
  const y = load<f32>(s, PIXEL_Y);
  const unknown = x != x || y != y;
  if (unknown || abs(x) > FARTHEST || abs(y) > FARTHEST) {
    const gradient: f32 = unknown ? NaN : 0;
    store<f32>(s, gradient, GRADIENT_X);
    store<f32>(s, gradient, GRADIENT_Y);
    return;
  }
  const left = <i32>floor(x);
  const top = <i32>floor(y);
  const x0 = tapIndex(left, call.width, call.padding, call.alignCorners);
  const x1 = tapIndex(left + 1, call.width, call.padding, call.alignCorners);
  const y0 = tapIndex(top, call.height, call.padding, call.alignCorners);
  const y1 = tapIndex(top + 1, call.height, call.padding, call.alignCorners);
  const fill = call.fill;
  slopePixel(
    s,
    <usize>call.channels << 2,
    tapAddress(call, x0, y0, fill),
    tapAddress(call, x1, y0, fill),
    tapAddress(call, x0, y1, fill),
    tapAddress(call, x1, y1, fill),
    dy,
  );
}

/** The gradients by the pixel coordinates of a tile row, to GRADIENT_X and GRADIENT_Y. */
export function backpropPointRow(call: SamplingCall, count: i32, dy: usize): void {
  prepareRow(call, count);
  fractionsRow(call, count);
  const channels = call.channels;
  const pixelBytes = <usize>channels << 2;
  const rowBytes = <usize>call.width * pixelBytes;
  const scratch = call.scratch;
  const groups = (count + 3) >> 2;
  const whole = count >> 2;
  // The lanes behind the last point must not count.
  const last = scratch + (<usize>(groups - 1) << 4);
  v128.store(last, i32x4.splat(0), GRADIENT_X);
  v128.store(last, i32x4.splat(0), GRADIENT_Y);
  let group = 0;
  while (group < groups) {
    const first = group;
    while (group < whole && load<u8>(scratch + group, INSIDE) == 15) group++;
    const s = scratch + (<usize>first << 4);
    const source = dy + (<usize>first << 2) * pixelBytes;
    if (group > first) {
      const end = scratch + (<usize>group << 4);
      if (channels == 1) run1(s, end, rowBytes, source);
      else if (channels == 3) run3(s, end, rowBytes, source);
      else runAny(s, end, rowBytes, pixelBytes, source);
    } else {
      const inside = <i32>load<u8>(scratch + group, INSIDE);
      const points = min(4, count - (group << 2));
      mixedGroup(call, s, inside, points, rowBytes, source);
      group++;
    }
  }
}

/** Up to four points of which some have neighbours outside. */
function mixedGroup(
  call: SamplingCall,
  s: usize,
  inside: i32,
  points: i32,
  rowBytes: usize,
  dy: usize,
): void {
  const pixelBytes = <usize>call.channels << 2;
  for (let k = 0; k < points; k++) {
    if ((inside >> k) & 1) runAny(s, s + 4, rowBytes, pixelBytes, dy);
    else slopeAtBorder(call, s, dy);
    s += 4;
    dy += pixelBytes;
  }
}
