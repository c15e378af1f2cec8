import { SamplingCall } from '../../call';
import { loadLanes, loadThree, sumsOfThree } from '../../lanes';
import { canGather, farMask } from '../../sampling/gather';
import { clearGradients } from '../../sampling/pixels';
import { movedMask } from '../../sampling/tap-address';
import { RowKernel } from '../../sampling/walk-row';
import {
  ADDRESS,
  FACTOR_X,
  FACTOR_Y,
  GRADIENT_X,
  GRADIENT_Y,
  PIXEL_X,
  PIXEL_Y,
} from '../../scratch';
import { slopeAtBorder, slopePixel } from './border';
import {
  gatherNeighbours,
  NEIGHBOUR_00,
  NEIGHBOUR_01,
  NEIGHBOUR_10,
  NEIGHBOUR_11,
} from './gather-neighbours';
import { FRACTION_X, FRACTION_Y, prepareFractions } from './prepare';

/**
 * Writes the gradients of four points, from their sums over the channels of dy times the difference
 * of the upper neighbours, of the lower ones and of the left ones. With (tx, ty) the distances from
 * the upper left one, ∂V/∂x = upper + ty · twist and ∂V/∂y = left + tx · twist, where twist = lower
 * - upper.
 */
// @inline
function storeSlopes(s: usize, upper: v128, lower: v128, left: v128): void {
  const twist = f32x4.sub(lower, upper);
  const tx = v128.load(s, FRACTION_X);
  const ty = v128.load(s, FRACTION_Y);
  v128.store(s, f32x4.add(upper, f32x4.mul(ty, twist)), GRADIENT_X);
  v128.store(s, f32x4.add(left, f32x4.mul(tx, twist)), GRADIENT_Y);
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
    storeSlopes(
      s,
      f32x4.mul(upstream, f32x4.sub(b, a)),
      f32x4.mul(upstream, f32x4.sub(d, c)),
      f32x4.mul(upstream, f32x4.sub(c, a)),
    );
    s += 16;
    dy += 16;
  } while (s < end);
}

/** Whole groups of four points, three channels; of the last pixel nothing behind it is read. */
function run3(s: usize, end: usize, rowBytes: usize, dy: usize): void {
  do {
    const p0 = <usize>load<u32>(s, ADDRESS);
    const p1 = <usize>load<u32>(s, ADDRESS + 4);
    const p2 = <usize>load<u32>(s, ADDRESS + 8);
    const p3 = <usize>load<u32>(s, ADDRESS + 12);
    const dy0 = v128.load(dy);
    const dy1 = v128.load(dy, 12);
    const dy2 = v128.load(dy, 24);
    const dy3 = loadThree(dy + 36);
    const a0 = v128.load(p0);
    const a1 = v128.load(p1);
    const a2 = v128.load(p2);
    const a3 = v128.load(p3);
    const upper = sumsOfThree(
      f32x4.mul(dy0, f32x4.sub(v128.load(p0, 12), a0)),
      f32x4.mul(dy1, f32x4.sub(v128.load(p1, 12), a1)),
      f32x4.mul(dy2, f32x4.sub(v128.load(p2, 12), a2)),
      f32x4.mul(dy3, f32x4.sub(v128.load(p3, 12), a3)),
    );
    const c0 = v128.load(p0 + rowBytes);
    const c1 = v128.load(p1 + rowBytes);
    const c2 = v128.load(p2 + rowBytes);
    const c3 = v128.load(p3 + rowBytes);
    const left = sumsOfThree(
      f32x4.mul(dy0, f32x4.sub(c0, a0)),
      f32x4.mul(dy1, f32x4.sub(c1, a1)),
      f32x4.mul(dy2, f32x4.sub(c2, a2)),
      f32x4.mul(dy3, f32x4.sub(c3, a3)),
    );
    const lower = sumsOfThree(
      f32x4.mul(dy0, f32x4.sub(v128.load(p0 + rowBytes, 12), c0)),
      f32x4.mul(dy1, f32x4.sub(v128.load(p1 + rowBytes, 12), c1)),
      f32x4.mul(dy2, f32x4.sub(v128.load(p2 + rowBytes, 12), c2)),
      f32x4.mul(dy3, f32x4.sub(v128.load(p3 + rowBytes, 12), c3)),
    );
    storeSlopes(s, upper, lower, left);
    s += 16;
    dy += 48;
  } while (s < end);
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

/** Gradients w.r.t. the points, to GRADIENT_X and GRADIENT_Y. */
@unmanaged
@final
export class BilinearGradGrid extends RowKernel {
  // @inline
  prepare(call: SamplingCall, count: i32): void {
    prepareFractions(call, count);
  }

  // @inline
  inside(call: SamplingCall, s: usize, end: usize, dy: usize): void {
    const channels = call.channels;
    const pixelBytes = (<usize>channels) << 2;
    const rowBytes = <usize>call.width * pixelBytes;
    if (channels == 1) run1(s, end, rowBytes, dy);
    else if (channels == 3) run3(s, end, rowBytes, dy);
    else runAny(s, end, rowBytes, pixelBytes, dy);
  }

  // @inline
  outside(call: SamplingCall, s: usize, points: i32, dy: usize): void {
    clearGradients(s, points);
  }

  // @inline
  mixed(call: SamplingCall, s: usize, inside: i32, points: i32, dy: usize): void {
    if (canGather(call)) mixed1(call, s, points, dy);
    else mixedGroup(call, s, inside, points, dy);
  }
}

/** Up to four points of one channel, wherever their neighbours lie. */
function mixed1(call: SamplingCall, s: usize, points: i32, dy: usize): void {
  gatherNeighbours(call, s, call.sink);
  const scratch = call.scratch;
  const a = v128.load(scratch, NEIGHBOUR_00);
  const b = v128.load(scratch, NEIGHBOUR_01);
  const c = v128.load(scratch, NEIGHBOUR_10);
  const d = v128.load(scratch, NEIGHBOUR_11);
  const upstream = loadLanes(dy, points);
  storeSlopes(
    s,
    f32x4.mul(upstream, f32x4.sub(b, a)),
    f32x4.mul(upstream, f32x4.sub(d, c)),
    f32x4.mul(upstream, f32x4.sub(c, a)),
  );
  const x = v128.load(s, PIXEL_X);
  const y = v128.load(s, PIXEL_Y);
  const unknown = v128.or(f32x4.ne(x, x), f32x4.ne(y, y));
  const far = farMask(s);
  storeGradient(s + GRADIENT_X, unknown, v128.or(far, movedMask(call, s + FACTOR_X)));
  storeGradient(s + GRADIENT_Y, unknown, v128.or(far, movedMask(call, s + FACTOR_Y)));
}

/** No number where a point is none; 0 where it does not see the image, or was moved. */
// @inline
function storeGradient(gradient: usize, unknown: v128, still: v128): void {
  const known = v128.andnot(v128.load(gradient), still);
  v128.store(gradient, v128.bitselect(f32x4.splat(NaN as f32), known, unknown));
}

/** Up to four points of which some have neighbours outside. */
function mixedGroup(call: SamplingCall, s: usize, inside: i32, points: i32, dy: usize): void {
  const pixelBytes = (<usize>call.channels) << 2;
  const rowBytes = <usize>call.width * pixelBytes;
  for (let k = 0; k < points; k++) {
    if ((inside >> k) & 1) runAny(s, s + 4, rowBytes, pixelBytes, dy);
    else slopeAtBorder(call, s, dy);
    s += 4;
    dy += pixelBytes;
  }
}
