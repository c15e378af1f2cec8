import { SamplingCall } from '../call';
import { FARTHEST, Field } from '../options';
import {
  ADDRESS,
  INSIDE,
  PIXEL_Y,
  PREFETCHED_BEGIN,
  PREFETCHED_END,
  PREFETCHED_IMAGE,
  SINK,
  TILE,
} from '../scratch';

/** Bytes of a cache line. */
const LINE: usize = 64;
/** Bytes of rows that stay in the second-level cache until points have walked across them. */
const AHEAD: usize = 1 << 18;

/**
 * Nothing has been prefetched yet: scratch is uninitialised, and whatever the
 * caches had may have gone since the last call.
 */
export function resetPrefetch(call: SamplingCall): void {
  store<usize>(call.scratch, 0, PREFETCHED_IMAGE);
}

/**
 * Reads the rows of an image that a tile row's points lie in, from one end to the other, but for
 * those that were read before: processors fetch ahead what is read in order, and points that walk
 * across the rows then find it in the second-level cache.
 *
 * @param rows of neighbours that a point has
 * @returns false where the points cross too many rows for that; nothing is read then
 */
function prefetchRows(call: SamplingCall, count: i32, rows: i32): bool {
  const rowBytes = (<usize>(call.width * call.channels)) << 2;
  const scratch = call.scratch;
  let least = f32x4.splat(<f32>call.height);
  let most = f32x4.splat(-1);
  let s = scratch;
  const end = s + ((<usize>count) << 2);
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
  let readBegin = load<i32>(scratch, PREFETCHED_BEGIN);
  let readEnd = load<i32>(scratch, PREFETCHED_END);
  if (load<usize>(scratch, PREFETCHED_IMAGE) != call.image) {
    store<usize>(scratch, call.image, PREFETCHED_IMAGE);
    readBegin = begin;
    readEnd = begin;
  }
  if (begin < readBegin) {
    readBytes(call, begin, readBegin);
    readBegin = begin;
  }
  if (end > readEnd) {
    readBytes(call, readEnd, end);
    readEnd = end;
  }
  store<i32>(scratch, readBegin, PREFETCHED_BEGIN);
  store<i32>(scratch, readEnd, PREFETCHED_END);
}

function readBytes(call: SamplingCall, begin: i32, end: i32): void {
  const rowBytes = (<usize>(call.width * call.channels)) << 2;
  let p = call.image + <usize>begin * rowBytes;
  const behind = call.image + <usize>end * rowBytes;
  let sum: i32 = 0;
  for (; p < behind; p += LINE) sum += load<i32>(p);
  // Kept, so that no compiler may leave the loads out.
  store<i32>(call.scratch, sum, SINK);
}

// @inline
function leastLane(v: v128): f32 {
  const pairs = f32x4.pmin(v, v128.shuffle<i32>(v, v, 2, 3, 0, 1));
  return min(f32x4.extract_lane(pairs, 0), f32x4.extract_lane(pairs, 1));
}

// @inline
function mostLane(v: v128): f32 {
  const pairs = f32x4.pmax(v, v128.shuffle<i32>(v, v, 2, 3, 0, 1));
  return max(f32x4.extract_lane(pairs, 0), f32x4.extract_lane(pairs, 1));
}

/** An image below this many bytes soon lies in the first-level cache, wherever it comes from. */
const SMALL: usize = 1 << 15;
/** Images below this many bytes, all of a call together, stay in a core's second-level cache. */
const CACHED: usize = 1 << 19;

/**
 * Reads ahead what a tile row's points will ask for (README.md has figures): the rows that they lie
 * in, or one neighbour of every point, one load right after the other, so that the cache lines which
 * are missing are fetched together and not one by one.
 *
 * @param rows of neighbours that a point has
 */
export function prefetch(call: SamplingCall, count: i32, rows: i32): void {
  const pixelBytes = (<usize>call.channels) << 2;
  const rowBytes = <usize>call.width * pixelBytes;
  const imageBytes = <usize>call.height * rowBytes;
  const images: u64 = call.imageStride == 0 ? 1 : call.batch;
  if (imageBytes < SMALL || <u64>imageBytes * images < CACHED) return;
  if (prefetchesRows(call) && prefetchRows(call, count, rows)) return;
  const wide = pixelBytes >= LINE;
  // A single narrow pixel is read as fast as it is touched.
  if (rows == 1 && !wide) return;
  const below = <usize>(rows - 1) * rowBytes;
  const sum = wide
    ? prefetchWide(call.scratch, count, below, pixelBytes)
    : prefetchNarrow(call.scratch, count, below);
  // Kept, so that no compiler may leave the loads out.
  store<i32>(call.scratch, sum, SINK);
}

/**
 * Whether whole rows of an image are worth their reading: the output is a single tile wide, so that
 * its rows follow each other, with points enough, and no other image's tiles come in between.
 */
function prefetchesRows(call: SamplingCall): bool {
  const alternates = call.field == Field.BASIS && call.batch > 1 && call.imageStride != 0;
  if (call.outWidth > TILE || alternates) return false;
  const points = <u64>call.outHeight * <u64>call.outWidth;
  return <u64>call.height * <u64>call.width <= 2 * points;
}

/** One neighbour of each point, of the upper row and the lower one in turn. */
function prefetchNarrow(s: usize, count: i32, below: usize): i32 {
  let inside = s + INSIDE;
  const end = s + ((<usize>(count >> 2)) << 4);
  let sum: i32 = 0;
  for (; s < end; s += 16) {
    if (load<u8>(inside) == 15) {
      const p0 = <usize>load<u32>(s, ADDRESS);
      const p1 = <usize>load<u32>(s, ADDRESS + 4);
      const p2 = <usize>load<u32>(s, ADDRESS + 8);
      const p3 = <usize>load<u32>(s, ADDRESS + 12);
      sum += load<i32>(p0) + load<i32>(p1 + below) + load<i32>(p2) + load<i32>(p3 + below);
    }
    inside++;
  }
  return sum;
}

/**
 * Each point's lower left neighbour, line by line; the others were, or will be, that of another. A
 * pixel that begins within a line may have one more, which is that of the pixel behind it.
 */
function prefetchWide(s: usize, count: i32, below: usize, pixelBytes: usize): i32 {
  let inside = s + INSIDE;
  const end = s + ((<usize>(count >> 2)) << 4);
  let sum: i32 = 0;
  for (; s < end; s += 16) {
    if (load<u8>(inside) == 15) {
      for (let k: usize = 0; k < 16; k += 4) {
        let p = <usize>load<u32>(s + k, ADDRESS) + below;
        const behind = p + pixelBytes;
        for (; p < behind; p += LINE) sum += load<i32>(p);
      }
    }
    inside++;
  }
  return sum;
}
