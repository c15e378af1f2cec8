import { SamplingCall } from '../../call';
import { storeLanes, storeThree } from '../../lanes';
import { canGather, farMask } from '../../sampling/gather';
import { fillRow } from '../../sampling/pixels';
import { RowKernel } from '../../sampling/walk-row';
import { ADDRESS } from '../../scratch';
import { blendPixel, forwardPixel } from './border';
import {
  gatherNeighbours,
  NEIGHBOUR_00,
  NEIGHBOUR_01,
  NEIGHBOUR_10,
  NEIGHBOUR_11,
} from './gather-neighbours';
import { prepareWeights, WEIGHT_00, WEIGHT_01, WEIGHT_10, WEIGHT_11 } from './prepare';

// Most loops end with their condition: engines then keep what does not change out of them. Those of
// three channels have little that does not change, and end a point early.

/** Whole groups of four points with all neighbours inside, one channel. */
function run1(s: usize, end: usize, rowBytes: usize, output: usize): void {
  do {
    const p0 = <usize>load<u32>(s, ADDRESS);
    const p1 = <usize>load<u32>(s, ADDRESS + 4);
    const p2 = <usize>load<u32>(s, ADDRESS + 8);
    const p3 = <usize>load<u32>(s, ADDRESS + 12);
    // Left and right neighbours are adjacent: two points' pairs fill a vector.
    const upper01 = v128.load64_lane(p1, v128.load64_zero(p0), 1);
    const upper23 = v128.load64_lane(p3, v128.load64_zero(p2), 1);
    const lower01 = v128.load64_lane(p1 + rowBytes, v128.load64_zero(p0 + rowBytes), 1);
    const lower23 = v128.load64_lane(p3 + rowBytes, v128.load64_zero(p2 + rowBytes), 1);
    const a = v128.shuffle<i32>(upper01, upper23, 0, 2, 4, 6);
    const b = v128.shuffle<i32>(upper01, upper23, 1, 3, 5, 7);
    const c = v128.shuffle<i32>(lower01, lower23, 0, 2, 4, 6);
    const d = v128.shuffle<i32>(lower01, lower23, 1, 3, 5, 7);
    const upper = f32x4.add(
      f32x4.mul(a, v128.load(s, WEIGHT_00)),
      f32x4.mul(b, v128.load(s, WEIGHT_01)),
    );
    const lower = f32x4.add(
      f32x4.mul(c, v128.load(s, WEIGHT_10)),
      f32x4.mul(d, v128.load(s, WEIGHT_11)),
    );
    v128.store(output, f32x4.add(upper, lower));
    s += 16;
    output += 16;
  } while (s < end);
}

// @inline
function spread0(value: v128): v128 {
  return v128.shuffle<i32>(value, value, 0, 0, 0, 0);
}

// @inline
function spread1(value: v128): v128 {
  return v128.shuffle<i32>(value, value, 1, 1, 1, 1);
}

// @inline
function spread2(value: v128): v128 {
  return v128.shuffle<i32>(value, value, 2, 2, 2, 2);
}

// @inline
function spread3(value: v128): v128 {
  return v128.shuffle<i32>(value, value, 3, 3, 3, 3);
}

/** Three channels, and a fourth lane of what comes behind them; each weight fills a vector. */
// @inline
function blend3(upper: usize, rowBytes: usize, w00: v128, w01: v128, w10: v128, w11: v128): v128 {
  const lower = upper + rowBytes;
  return f32x4.add(
    f32x4.add(f32x4.mul(w00, v128.load(upper)), f32x4.mul(w01, v128.load(upper, 12))),
    f32x4.add(f32x4.mul(w10, v128.load(lower)), f32x4.mul(w11, v128.load(lower, 12))),
  );
}

/**
 * Three channels: 16 bytes are stored for each point, and the next one overwrites the spare lane.
 * Behind the last one nothing is written.
 */
function run3(s: usize, end: usize, rowBytes: usize, output: usize): void {
  for (;;) {
    const a = v128.load(s, WEIGHT_00);
    const b = v128.load(s, WEIGHT_01);
    const c = v128.load(s, WEIGHT_10);
    const d = v128.load(s, WEIGHT_11);
    const p0 = <usize>load<u32>(s, ADDRESS);
    const v0 = blend3(p0, rowBytes, spread0(a), spread0(b), spread0(c), spread0(d));
    v128.store(output, v0);
    const p1 = <usize>load<u32>(s, ADDRESS + 4);
    const v1 = blend3(p1, rowBytes, spread1(a), spread1(b), spread1(c), spread1(d));
    v128.store(output, v1, 12);
    const p2 = <usize>load<u32>(s, ADDRESS + 8);
    const v2 = blend3(p2, rowBytes, spread2(a), spread2(b), spread2(c), spread2(d));
    v128.store(output, v2, 24);
    const p3 = <usize>load<u32>(s, ADDRESS + 12);
    const v3 = blend3(p3, rowBytes, spread3(a), spread3(b), spread3(c), spread3(d));
    s += 16;
    if (s == end) {
      storeThree(output + 36, v3);
      return;
    }
    v128.store(output, v3, 36);
    output += 48;
  }
}

/** Two channels: a vector holds the left and the right neighbour. */
function run2(s: usize, end: usize, rowBytes: usize, output: usize): void {
  do {
    const upper = <usize>load<u32>(s, ADDRESS);
    const lower = upper + rowBytes;
    const w00 = v128.load32_splat(s, WEIGHT_00);
    const w01 = v128.load32_splat(s, WEIGHT_01);
    const w10 = v128.load32_splat(s, WEIGHT_10);
    const w11 = v128.load32_splat(s, WEIGHT_11);
    const sides = f32x4.add(
      f32x4.mul(v128.shuffle<i32>(w00, w01, 0, 0, 4, 4), v128.load(upper)),
      f32x4.mul(v128.shuffle<i32>(w10, w11, 0, 0, 4, 4), v128.load(lower)),
    );
    const sum = f32x4.add(sides, v128.shuffle<i32>(sides, sides, 2, 3, 0, 1));
    v128.store64_lane(output, sum, 0);
    s += 4;
    output += 8;
  } while (s < end);
}

/** Four channels or more, four at a time; the last four may overlap those before. */
function runMany(s: usize, end: usize, rowBytes: usize, pixelBytes: usize, output: usize): void {
  const last = pixelBytes - 16;
  do {
    const upper = <usize>load<u32>(s, ADDRESS);
    const lower = upper + rowBytes;
    const w00 = v128.load32_splat(s, WEIGHT_00);
    const w01 = v128.load32_splat(s, WEIGHT_01);
    const w10 = v128.load32_splat(s, WEIGHT_10);
    const w11 = v128.load32_splat(s, WEIGHT_11);
    let c: usize = 0;
    for (;;) {
      const p = upper + c;
      const q = lower + c;
      const above = f32x4.add(
        f32x4.mul(w00, v128.load(p)),
        f32x4.mul(w01, v128.load(p + pixelBytes)),
      );
      const below = f32x4.add(
        f32x4.mul(w10, v128.load(q)),
        f32x4.mul(w11, v128.load(q + pixelBytes)),
      );
      v128.store(output + c, f32x4.add(above, below));
      if (c == last) break;
      c = min(c + 16, last);
    }
    s += 4;
    output += pixelBytes;
  } while (s < end);
}

// @inline
function run(channels: i32, s: usize, end: usize, rowBytes: usize, output: usize): void {
  if (channels == 1) run1(s, end, rowBytes, output);
  else if (channels == 3) run3(s, end, rowBytes, output);
  else if (channels == 2) run2(s, end, rowBytes, output);
  else runMany(s, end, rowBytes, (<usize>channels) << 2, output);
}

/** Up to four points of which some have neighbours outside. */
function mixedGroup(call: SamplingCall, s: usize, inside: i32, points: i32, output: usize): void {
  const pixelBytes = (<usize>call.channels) << 2;
  const rowBytes = <usize>call.width * pixelBytes;
  for (let k = 0; k < points; k++) {
    if ((inside >> k) & 1) {
      const upper = <usize>load<u32>(s, ADDRESS);
      const lower = upper + rowBytes;
      blendPixel(output, pixelBytes, upper, upper + pixelBytes, lower, lower + pixelBytes, s);
    } else {
      forwardPixel(call, s, output);
    }
    s += 4;
    output += pixelBytes;
  }
}

/** The same, one channel, all at once; one by one where NaN comes of it, as 0 · Infinity is NaN. */
function mixed1(call: SamplingCall, s: usize, inside: i32, points: i32, output: usize): void {
  const scratch = call.scratch;
  gatherNeighbours(call, s, call.fill);
  const upper = f32x4.add(
    f32x4.mul(v128.load(scratch, NEIGHBOUR_00), v128.load(s, WEIGHT_00)),
    f32x4.mul(v128.load(scratch, NEIGHBOUR_01), v128.load(s, WEIGHT_01)),
  );
  const lower = f32x4.add(
    f32x4.mul(v128.load(scratch, NEIGHBOUR_10), v128.load(s, WEIGHT_10)),
    f32x4.mul(v128.load(scratch, NEIGHBOUR_11), v128.load(s, WEIGHT_11)),
  );
  const sum = f32x4.add(upper, lower);
  if (v128.any_true(f32x4.ne(sum, sum))) {
    mixedGroup(call, s, inside, points, output);
    return;
  }
  storeLanes(output, v128.bitselect(v128.load32_splat(call.fill), sum, farMask(s)), points);
}

/** Blends the four neighbours of each point. */
@unmanaged
@final
export class BilinearForward extends RowKernel {
  // @inline
  prepare(call: SamplingCall, count: i32): void {
    prepareWeights(call, count);
  }

  // @inline
  inside(call: SamplingCall, s: usize, end: usize, output: usize): void {
    run(call.channels, s, end, <usize>call.width * ((<usize>call.channels) << 2), output);
  }

  // @inline
  outside(call: SamplingCall, s: usize, points: i32, output: usize): void {
    fillRow(call, points, output);
  }

  // @inline
  mixed(call: SamplingCall, s: usize, inside: i32, points: i32, output: usize): void {
    if (canGather(call)) mixed1(call, s, inside, points, output);
    else mixedGroup(call, s, inside, points, output);
  }
}
