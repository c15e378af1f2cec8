import { SamplingCall } from '../../call';
import { loadThree } from '../../lanes';
import { canGather } from '../../sampling/gather';
import { RowKernel } from '../../sampling/walk-row';
import { ADDRESS } from '../../scratch';
import { spread1, spreadAtBorder, spreadPixel } from './border';
import {
  locateNeighbours,
  NEIGHBOUR_00,
  NEIGHBOUR_01,
  NEIGHBOUR_10,
  NEIGHBOUR_11,
} from './gather-neighbours';
import { prepareWeights, WEIGHT_00, WEIGHT_01, WEIGHT_10, WEIGHT_11 } from './prepare';

/** In how many parts at most a run of points is walked through at once. */
const STREAMS: i32 = 16;
/** Points from one part to the next, at least: so far apart they rarely share a pixel. */
const APART: i32 = 3;

// @inline
function addTwo(at: usize, value: v128): void {
  v128.store64_lane(at, f32x4.add(v128.load64_zero(at), value), 0);
}

// @inline
function addFour(at: usize, value: v128): void {
  v128.store(at, f32x4.add(v128.load(at), value));
}

/** The left and the right neighbour are two floats. */
// @inline
function spread1Inside(s: usize, upper: usize, lower: usize, dy: usize): void {
  const value = v128.load32_splat(dy);
  const above = v128.load32_lane(s, v128.load32_zero(s, WEIGHT_00), 1, WEIGHT_01);
  const below = v128.load32_lane(s, v128.load32_zero(s, WEIGHT_10), 1, WEIGHT_11);
  addTwo(upper, f32x4.mul(above, value));
  addTwo(lower, f32x4.mul(below, value));
}

/** The left and the right neighbour are four floats. */
// @inline
function spread2Inside(s: usize, upper: usize, lower: usize, dy: usize): void {
  const value = v128.load64_splat(dy);
  const w00 = v128.load32_splat(s, WEIGHT_00);
  const w01 = v128.load32_splat(s, WEIGHT_01);
  const w10 = v128.load32_splat(s, WEIGHT_10);
  const w11 = v128.load32_splat(s, WEIGHT_11);
  addFour(upper, f32x4.mul(v128.shuffle<i32>(w00, w01, 0, 0, 4, 4), value));
  addFour(lower, f32x4.mul(v128.shuffle<i32>(w10, w11, 0, 0, 4, 4), value));
}

/** The left and the right neighbour are two floats and four, the left one's last before the right. */
// @inline
function spread3Inside(s: usize, upper: usize, lower: usize, dy: usize): void {
  const value = loadThree(dy);
  const lastAndAll = v128.shuffle<i32>(value, value, 2, 0, 1, 2);
  const w00 = v128.load32_splat(s, WEIGHT_00);
  const w01 = v128.load32_lane(s, v128.load32_splat(s, WEIGHT_01), 0, WEIGHT_00);
  const w10 = v128.load32_splat(s, WEIGHT_10);
  const w11 = v128.load32_lane(s, v128.load32_splat(s, WEIGHT_11), 0, WEIGHT_10);
  addTwo(upper, f32x4.mul(w00, value));
  addFour(upper + 8, f32x4.mul(w01, lastAndAll));
  addTwo(lower, f32x4.mul(w10, value));
  addFour(lower + 8, f32x4.mul(w11, lastAndAll));
}

/** A point with all neighbours inside. */
// @inline
function spreadInside(channels: i32, s: usize, rowBytes: usize, dy: usize): void {
  const upper = <usize>load<u32>(s, ADDRESS);
  const lower = upper + rowBytes;
  const pixelBytes = (<usize>channels) << 2;
  if (channels == 1) spread1Inside(s, upper, lower, dy);
  else if (channels == 2) spread2Inside(s, upper, lower, dy);
  else if (channels == 3) spread3Inside(s, upper, lower, dy);
  else spreadPixel(s, pixelBytes, upper, upper + pixelBytes, lower, lower + pixelBytes, dy);
}

/** The same where some of the image's rows are others' to add to. */
function spreadOwn(call: SamplingCall, s: usize, rowBytes: usize, dy: usize): void {
  const own = call.image + <usize>call.imageRowBegin * rowBytes;
  const bytes = <usize>(call.imageRowEnd - call.imageRowBegin) * rowBytes;
  const upper = <usize>load<u32>(s, ADDRESS);
  const hasUpper = upper - own < bytes;
  const hasLower = upper + rowBytes - own < bytes;
  if (hasUpper && hasLower) spreadInside(call.channels, s, rowBytes, dy);
  else if (hasUpper || hasLower) spreadAtBorder(call, s, dy);
}

/**
 * Points with all neighbours inside, whose pixels are narrow. The next point's left neighbours are
 * often this one's right ones, and a read that overlaps the write before it in part waits until that
 * is in cache: so points that lie apart follow each other here.
 */
// @inline
function runNarrow(
  call: SamplingCall,
  channels: i32,
  ownsAll: bool,
  s: usize,
  end: usize,
  rowBytes: usize,
  dy: usize,
): void {
  const points = (<i32>(end - s)) >> 2;
  const part = (<usize>max(APART, (points + STREAMS - 1) / STREAMS)) << 2;
  const partBytes = part * channels;
  const behind = s + part;
  do {
    let source = dy;
    for (let at = s; at < end; at += part) {
      if (ownsAll) spreadInside(channels, at, rowBytes, source);
      else spreadOwn(call, at, rowBytes, source);
      source += partBytes;
    }
    s += 4;
    dy += (<usize>channels) << 2;
  } while (s < behind);
}

function run1(call: SamplingCall, s: usize, end: usize, rowBytes: usize, dy: usize): void {
  runNarrow(call, 1, true, s, end, rowBytes, dy);
}

function run2(call: SamplingCall, s: usize, end: usize, rowBytes: usize, dy: usize): void {
  runNarrow(call, 2, true, s, end, rowBytes, dy);
}

function run3(call: SamplingCall, s: usize, end: usize, rowBytes: usize, dy: usize): void {
  runNarrow(call, 3, true, s, end, rowBytes, dy);
}

function runNarrowOwn(call: SamplingCall, s: usize, end: usize, rowBytes: usize, dy: usize): void {
  runNarrow(call, call.channels, false, s, end, rowBytes, dy);
}

/** Wide pixels are read as they were written, whole vectors: nothing waits. */
// @inline
function runWide(
  call: SamplingCall,
  ownsAll: bool,
  s: usize,
  end: usize,
  rowBytes: usize,
  dy: usize,
): void {
  const pixelBytes = (<usize>call.channels) << 2;
  do {
    if (ownsAll) {
      const upper = <usize>load<u32>(s, ADDRESS);
      const lower = upper + rowBytes;
      spreadPixel(s, pixelBytes, upper, upper + pixelBytes, lower, lower + pixelBytes, dy);
    } else {
      spreadOwn(call, s, rowBytes, dy);
    }
    s += 4;
    dy += pixelBytes;
  } while (s < end);
}

/**
 * Runs end where the image does, not where this call's rows do: however the rows are divided, what is
 * added to a pixel comes in one order.
 */
function run(call: SamplingCall, s: usize, end: usize, rowBytes: usize, dy: usize): void {
  const channels = call.channels;
  const ownsAll = ownsImage(call);
  if (channels > 3) {
    if (ownsAll) runWide(call, true, s, end, rowBytes, dy);
    else runWide(call, false, s, end, rowBytes, dy);
  } else if (!ownsAll) runNarrowOwn(call, s, end, rowBytes, dy);
  else if (channels == 1) run1(call, s, end, rowBytes, dy);
  else if (channels == 2) run2(call, s, end, rowBytes, dy);
  else run3(call, s, end, rowBytes, dy);
}

/** Whether all rows of the image are this call's to add to. */
// @inline
function ownsImage(call: SamplingCall): bool {
  return call.imageRowBegin == 0 && call.imageRowEnd == call.height;
}

/** Up to four points of which some have neighbours outside. */
function mixedGroup(call: SamplingCall, s: usize, inside: i32, points: i32, dy: usize): void {
  const pixelBytes = (<usize>call.channels) << 2;
  const rowBytes = <usize>call.width * pixelBytes;
  for (let k = 0; k < points; k++) {
    if ((inside >> k) & 1) spreadOwn(call, s, rowBytes, dy);
    else spreadAtBorder(call, s, dy);
    s += 4;
    dy += pixelBytes;
  }
}

/** The same, one channel: what lies nowhere goes to the sink, and needs no branch. */
function mixed1(call: SamplingCall, s: usize, points: i32, dy: usize): void {
  locateNeighbours(call, s);
  let at = call.scratch;
  const end = s + ((<usize>points) << 2);
  do {
    const p00 = <usize>load<u32>(at, NEIGHBOUR_00);
    const p01 = <usize>load<u32>(at, NEIGHBOUR_01);
    const p10 = <usize>load<u32>(at, NEIGHBOUR_10);
    const p11 = <usize>load<u32>(at, NEIGHBOUR_11);
    spread1(s, p00, p01, p10, p11, dy);
    at += 4;
    s += 4;
    dy += 4;
  } while (s < end);
}

/** Adds weighted output gradients to the four neighbours of each point. */
@unmanaged
@final
export class BilinearGradImage extends RowKernel {
  // @inline
  prepare(call: SamplingCall, count: i32): void {
    prepareWeights(call, count);
  }

  // @inline
  inside(call: SamplingCall, s: usize, end: usize, dy: usize): void {
    run(call, s, end, <usize>call.width * ((<usize>call.channels) << 2), dy);
  }

  // @inline
  outside(call: SamplingCall, s: usize, points: i32, dy: usize): void {}

  // @inline
  mixed(call: SamplingCall, s: usize, inside: i32, points: i32, dy: usize): void {
    if (canGather(call)) mixed1(call, s, points, dy);
    else mixedGroup(call, s, inside, points, dy);
  }
}
