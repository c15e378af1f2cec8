import { SamplingCall } from '../../call';
import { addressOrigin, INTEGER_BIAS, INTEGER_LIMIT } from '../../sampling/float-address';
import { prefetch } from '../../sampling/prefetch';
import { outsideMask } from '../../sampling/walk-row';
import { ADDRESS, INSIDE, OUTSIDE, PIXEL_X, PIXEL_Y, ROW, SAMPLER_ROWS } from '../../scratch';

/** Padding moves the point: its neighbours follow. */
export const BILINEAR_PADS_TAPS: bool = false;
export const BILINEAR_ROWS: usize = 6 * ROW;

/** Weights: upper left, upper right, lower left, lower right. */
export const WEIGHT_00: usize = SAMPLER_ROWS;
export const WEIGHT_01: usize = SAMPLER_ROWS + ROW;
export const WEIGHT_10: usize = SAMPLER_ROWS + 2 * ROW;
export const WEIGHT_11: usize = SAMPLER_ROWS + 3 * ROW;
/** Distance of a point from its upper left neighbour. */
export const FRACTION_X: usize = SAMPLER_ROWS + 4 * ROW;
export const FRACTION_Y: usize = SAMPLER_ROWS + 5 * ROW;

/**
 * For every point of a tile row the address of its upper left neighbour, whether all four neighbours
 * (and the 16 bytes that three channels are read by) lie in the image, or none of them in this
 * call's rows of it; and the four weights, or how far the point lies from that neighbour.
 */
// @inline
function prepareRow(call: SamplingCall, count: i32, weights: bool): void {
  const height = call.height;
  const width = call.width;
  const channels = call.channels;
  // Beyond the magic number's reach points go the slow way, which converts without it.
  const lastX = f32x4.splat(<f32>min(width - 1, INTEGER_LIMIT));
  const lastY = f32x4.splat(<f32>min(height - 1, INTEGER_LIMIT));
  const pixelBytes = i32x4.splat(channels << 2);
  const rowBytes = i32x4.splat(width * (channels << 2));
  const origin = i32x4.splat(addressOrigin(call));
  // Three channels are read 16 bytes at a time, which would leave the image at its last pixel.
  const lastBlock = ((height - 2) * width + width - 2) * (channels << 2);
  const forbidden = i32x4.splat(channels == 3 ? <i32>call.image + lastBlock : 0);
  // At -1 itself a point reads its neighbour: with weight 0, which makes NaN of Infinity, and has a
  // slope.
  const before: f32 = -1 - f32.EPSILON;
  // A pixel more than needed before a band of rows, which only takes longer.
  const beforeY: f32 = call.imageRowBegin > 0 ? <f32>(call.imageRowBegin - 2) : before;
  let s = call.scratch;
  let inside = s + INSIDE;
  const end = s + ((<usize>count) << 2);
  do {
    const x = v128.load(s, PIXEL_X);
    const y = v128.load(s, PIXEL_Y);
    const x0 = f32x4.floor(x);
    const y0 = f32x4.floor(y);
    const tx = f32x4.sub(x, x0);
    const ty = f32x4.sub(y, y0);
    if (weights) {
      const sx = f32x4.sub(f32x4.splat(1), tx);
      const sy = f32x4.sub(f32x4.splat(1), ty);
      v128.store(s, f32x4.mul(sx, sy), WEIGHT_00);
      v128.store(s, f32x4.mul(tx, sy), WEIGHT_01);
      v128.store(s, f32x4.mul(sx, ty), WEIGHT_10);
      v128.store(s, f32x4.mul(tx, ty), WEIGHT_11);
    } else {
      v128.store(s, tx, FRACTION_X);
      v128.store(s, ty, FRACTION_Y);
    }
    const address = i32x4.add(
      i32x4.add(origin, i32x4.mul(f32x4.add(x0, f32x4.splat(INTEGER_BIAS)), pixelBytes)),
      i32x4.mul(f32x4.add(y0, f32x4.splat(INTEGER_BIAS)), rowBytes),
    );
    v128.store(s, address, ADDRESS);
    const inX = v128.and(f32x4.ge(x0, f32x4.splat(0)), f32x4.lt(x0, lastX));
    const inY = v128.and(f32x4.ge(y0, f32x4.splat(0)), f32x4.lt(y0, lastY));
    const safe = v128.andnot(v128.and(inX, inY), i32x4.eq(address, forbidden));
    const all = i32x4.bitmask(safe);
    store<u8>(inside, <u8>all);
    if (all != 15) {
      const none = outsideMask(x, y, before, width, beforeY, call.imageRowEnd);
      store<u8>(inside, <u8>none, OUTSIDE - INSIDE);
    }
    inside++;
    s += 16;
  } while (s < end);
  prefetch(call, count, 2);
}

/** To blend or to spread the neighbours of a tile row. */
export function prepareWeights(call: SamplingCall, count: i32): void {
  prepareRow(call, count, true);
}

/** For the slopes between the neighbours of a tile row. */
export function prepareFractions(call: SamplingCall, count: i32): void {
  prepareRow(call, count, false);
}
