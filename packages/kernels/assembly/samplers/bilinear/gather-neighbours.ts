import { SamplingCall } from '../../call';
import { FARTHEST, Padding } from '../../options';
import { clampIndex, gather } from '../../sampling/gather';
import { PIXEL_X, PIXEL_Y, SAMPLER_POINTS } from '../../scratch';

/** The neighbours of four points at the border, of one channel, or their addresses. */
export const NEIGHBOUR_00: usize = SAMPLER_POINTS;
export const NEIGHBOUR_01: usize = SAMPLER_POINTS + 16;
export const NEIGHBOUR_10: usize = SAMPLER_POINTS + 32;
export const NEIGHBOUR_11: usize = SAMPLER_POINTS + 48;

/**
 * Addresses of the neighbours of four points of one channel, wherever they lie, to NEIGHBOUR_00 and
 * the others. Under border padding the pixel at the edge stands for what is outside, otherwise
 * `elsewhere` does. A call adds to its own rows alone, and nothing of a point that
 * is far outside or no number.
 */
// @inline
function storeAddresses(call: SamplingCall, s: usize, elsewhere: usize, adds: bool): void {
  const x = v128.load(s, PIXEL_X);
  const y = v128.load(s, PIXEL_Y);
  const left = i32x4.trunc_sat_f32x4_s(f32x4.floor(x));
  const top = i32x4.trunc_sat_f32x4_s(f32x4.floor(y));
  const right = i32x4.add(left, i32x4.splat(1));
  const bottom = i32x4.add(top, i32x4.splat(1));
  const x0 = clampIndex(left, call.width);
  const x1 = clampIndex(right, call.width);
  const y0 = clampIndex(top, call.height);
  const y1 = clampIndex(bottom, call.height);
  let inLeft = i32x4.splat(-1);
  let inRight = inLeft;
  let inTop = inLeft;
  let inBottom = inLeft;
  if (call.padding == Padding.ZEROS) {
    inLeft = i32x4.eq(left, x0);
    inRight = i32x4.eq(right, x1);
    inTop = i32x4.eq(top, y0);
    inBottom = i32x4.eq(bottom, y1);
  }
  if (adds) {
    const limit = f32x4.splat(FARTHEST);
    const near = v128.and(f32x4.le(f32x4.abs(x), limit), f32x4.le(f32x4.abs(y), limit));
    inTop = v128.and(inTop, v128.and(near, inOwnRows(call, y0)));
    inBottom = v128.and(inBottom, v128.and(near, inOwnRows(call, y1)));
  }
  const rowBytes = i32x4.splat(call.width << 2);
  const image = i32x4.splat(<i32>call.image);
  const upper = i32x4.add(image, i32x4.mul(y0, rowBytes));
  const lower = i32x4.add(image, i32x4.mul(y1, rowBytes));
  const column0 = i32x4.shl(x0, 2);
  const column1 = i32x4.shl(x1, 2);
  const other = i32x4.splat(<i32>elsewhere);
  const scratch = call.scratch;
  storeEither(scratch + NEIGHBOUR_00, i32x4.add(upper, column0), other, v128.and(inLeft, inTop));
  storeEither(scratch + NEIGHBOUR_01, i32x4.add(upper, column1), other, v128.and(inRight, inTop));
  storeEither(scratch + NEIGHBOUR_10, i32x4.add(lower, column0), other, v128.and(inLeft, inBottom));
  storeEither(
    scratch + NEIGHBOUR_11,
    i32x4.add(lower, column1),
    other,
    v128.and(inRight, inBottom),
  );
}

// @inline
function storeEither(target: usize, addresses: v128, other: v128, mask: v128): void {
  v128.store(target, v128.bitselect(addresses, other, mask));
}

// @inline
function inOwnRows(call: SamplingCall, row: v128): v128 {
  return v128.and(
    i32x4.ge_s(row, i32x4.splat(call.imageRowBegin)),
    i32x4.lt_s(row, i32x4.splat(call.imageRowEnd)),
  );
}

/** Where to add: addresses of the neighbours, or of the sink. */
export function locateNeighbours(call: SamplingCall, s: usize): void {
  storeAddresses(call, s, call.sink, true);
}

/** The neighbours themselves; what is outside is the pixel at `elsewhere`. */
export function gatherNeighbours(call: SamplingCall, s: usize, elsewhere: usize): void {
  storeAddresses(call, s, elsewhere, false);
  const scratch = call.scratch;
  v128.store(scratch, gather(v128.load(scratch, NEIGHBOUR_00)), NEIGHBOUR_00);
  v128.store(scratch, gather(v128.load(scratch, NEIGHBOUR_01)), NEIGHBOUR_01);
  v128.store(scratch, gather(v128.load(scratch, NEIGHBOUR_10)), NEIGHBOUR_10);
  v128.store(scratch, gather(v128.load(scratch, NEIGHBOUR_11)), NEIGHBOUR_11);
}
