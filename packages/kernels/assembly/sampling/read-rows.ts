import { SamplingCall } from '../call';
import { FARTHEST } from '../options';
import { PIXEL_Y, READ_BEGIN, READ_END, READ_IMAGE, TOUCHED } from '../scratch';

/** Bytes of a cache line. */
export const LINE: usize = 64;
/** Bytes of rows that stay in the second-level cache until points have walked across them. */
const AHEAD: usize = 1 << 18;

/**
 * Nothing has been read ahead yet: scratch holds what somebody else left there, and whatever the
 * caches had may have gone since the last call.
 */
export function forgetReads(call: SamplingCall): void {
  store<usize>(call.scratch, 0, READ_IMAGE);
}

/**
 * Reads the rows of an image that a tile row's points lie in, from one end to the other, but for
 * those that were read before: processors fetch ahead what is read in order, and points that walk
 * across the rows then find it in the second-level cache.
 *
 * @param rows of neighbours that a point has
 * @returns false where the points cross too many rows for that; nothing is read then
 */
export function readRows(call: SamplingCall, count: i32, rows: i32): bool {
  const rowBytes = <usize>(call.width * call.channels) << 2;
  const scratch = call.scratch;
  let least = f32x4.splat(<f32>call.height);
  let most = f32x4.splat(-1);
  let s = scratch;
  const end = s + (<usize>count << 2);
  do {
    // What sees nothing, far away or hidden, counts as NaN. That comes second, where pmin and pmax
    // leave it out.
    const at = v128.load(s, PIXEL_Y);
    const y = v128.or(at, f32x4.gt(f32x4.abs(at), f32x4.splat(FARTHEST)));
    least = f32x4.pmin(least, y);
    most = f32x4.pmax(most, y);
    s += 16;
  } while (s < end);
  const above = (rows - 1) >> 1;
  // Of nearest too: half-way and beyond it reads the row below.
  const below = 1 + max(1, rows >> 1);
  const top = <i32>max<f32>(leastLane(least), 0) - above;
  const bottom = <i32>min<f32>(mostLane(most), <f32>call.height) + below;
  const begin = max(top, call.imageRowBegin);
  const behind = min(bottom, call.imageRowEnd);
  if (begin >= behind) return true;
  if (<usize>(behind - begin) * rowBytes > AHEAD) return false;
  extend(call, begin, behind);
  return true;
}

/** Reads what is missing of `[begin, end)`, and what lies between that and the rows read before. */
function extend(call: SamplingCall, begin: i32, end: i32): void {
  const scratch = call.scratch;
  let readBegin = load<i32>(scratch, READ_BEGIN);
  let readEnd = load<i32>(scratch, READ_END);
  if (load<usize>(scratch, READ_IMAGE) != call.image) {
    store<usize>(scratch, call.image, READ_IMAGE);
    readBegin = begin;
    readEnd = begin;
  }
  if (begin < readBegin) {
    readThrough(call, begin, readBegin);
    readBegin = begin;
  }
  if (end > readEnd) {
    readThrough(call, readEnd, end);
    readEnd = end;
  }
  store<i32>(scratch, readBegin, READ_BEGIN);
  store<i32>(scratch, readEnd, READ_END);
}

function readThrough(call: SamplingCall, begin: i32, end: i32): void {
  const rowBytes = <usize>(call.width * call.channels) << 2;
  let p = call.image + <usize>begin * rowBytes;
  const behind = call.image + <usize>end * rowBytes;
  let sum: i32 = 0;
  for (; p < behind; p += LINE) sum += load<i32>(p);
  // Kept, so that no compiler may leave the loads out.
  store<i32>(call.scratch, sum, TOUCHED);
}

// @ts-ignore: decorator
@inline
function leastLane(v: v128): f32 {
  const pairs = f32x4.pmin(v, v128.shuffle<i32>(v, v, 2, 3, 0, 1));
  return min(f32x4.extract_lane(pairs, 0), f32x4.extract_lane(pairs, 1));
}

// @ts-ignore: decorator
@inline
function mostLane(v: v128): f32 {
  const pairs = f32x4.pmax(v, v128.shuffle<i32>(v, v, 2, 3, 0, 1));
  return max(f32x4.extract_lane(pairs, 0), f32x4.extract_lane(pairs, 1));
}
