import { SamplingCall } from '../call';
import { BASIS } from '../options';
import { ADDRESS, INSIDE, TILE, TOUCHED } from '../scratch';
import { LINE, readRows } from './read-rows';

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
export function touchRow(call: SamplingCall, count: i32, rows: i32): void {
  const pixelBytes = <usize>call.channels << 2;
  const rowBytes = <usize>call.width * pixelBytes;
  const imageBytes = <usize>call.height * rowBytes;
  const images: u64 = call.imageStride == 0 ? 1 : call.batch;
  if (imageBytes < SMALL || <u64>imageBytes * images < CACHED) return;
  if (readsInOrder(call) && readRows(call, count, rows)) return;
  const wide = pixelBytes >= LINE;
  // A single narrow pixel is read as fast as it is touched.
  if (rows == 1 && !wide) return;
  const below = <usize>(rows - 1) * rowBytes;
  const sum = wide
    ? touchWide(call.scratch, count, below, pixelBytes)
    : touchNarrow(call.scratch, count, below);
  // Kept, so that no compiler may leave the loads out.
  store<i32>(call.scratch, sum, TOUCHED);
}

/**
 * Whether whole rows of an image are worth their reading: the output is a single tile wide, so that
 * its rows follow each other, with points enough, and no other image's tiles come in between.
 */
function readsInOrder(call: SamplingCall): bool {
  const alternates = call.field == BASIS && call.batch > 1 && call.imageStride != 0;
  if (call.outWidth > TILE || alternates) return false;
  const points = <u64>call.outHeight * <u64>call.outWidth;
  return <u64>call.height * <u64>call.width <= 2 * points;
}

/** One neighbour of each point, of the upper row and the lower one in turn. */
function touchNarrow(s: usize, count: i32, below: usize): i32 {
  let inside = s + INSIDE;
  const end = s + (<usize>(count >> 2) << 4);
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
function touchWide(s: usize, count: i32, below: usize, pixelBytes: usize): i32 {
  let inside = s + INSIDE;
  const end = s + (<usize>(count >> 2) << 4);
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
