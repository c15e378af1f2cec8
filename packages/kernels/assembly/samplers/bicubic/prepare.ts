import { SamplingCall } from '../../call';
import { addressOrigin, INTEGER_BIAS, INTEGER_LIMIT } from '../../sampling/float-address';
import { prefetch } from '../../sampling/prefetch';
import { outsideMask } from '../../sampling/walk-row';
import { ADDRESS, INSIDE, OUTSIDE, PIXEL_X, PIXEL_Y, ROW, SAMPLER_ROWS } from '../../scratch';

/** Padding moves every tap. */
export const BICUBIC_PADS_TAPS: bool = true;
export const BICUBIC_ROWS: usize = 16 * ROW;

/** Four weights of a point next to each other, `TILE` of them: along x and y. */
export const WEIGHTS_X: usize = SAMPLER_ROWS;
export const WEIGHTS_Y: usize = SAMPLER_ROWS + 4 * ROW;
/** Their derivatives. */
export const SLOPES_X: usize = SAMPLER_ROWS + 8 * ROW;
export const SLOPES_Y: usize = SAMPLER_ROWS + 12 * ROW;

/** Where the weights begin of the point whose working rows begin at `s`. */
// @inline
export function weightsOf(call: SamplingCall, s: usize): usize {
  return call.scratch + ((s - call.scratch) << 2);
}

/** Four points' first, second, third and fourth values become the four values of each point. */
// @inline
function storeTransposed(target: usize, a: v128, b: v128, c: v128, d: v128): void {
  const ab0 = v128.shuffle<i32>(a, b, 0, 4, 1, 5);
  const ab1 = v128.shuffle<i32>(a, b, 2, 6, 3, 7);
  const cd0 = v128.shuffle<i32>(c, d, 0, 4, 1, 5);
  const cd1 = v128.shuffle<i32>(c, d, 2, 6, 3, 7);
  v128.store(target, v128.shuffle<i32>(ab0, cd0, 0, 1, 4, 5));
  v128.store(target, v128.shuffle<i32>(ab0, cd0, 2, 3, 6, 7), 16);
  v128.store(target, v128.shuffle<i32>(ab1, cd1, 0, 1, 4, 5), 32);
  v128.store(target, v128.shuffle<i32>(ab1, cd1, 2, 3, 6, 7), 48);
}

/**
 * (1 - d) (1 + d - (a + 2) d²): the weight of a pixel at a distance d of at most 1, where it is 0 for
 * every `a`.
 */
// @inline
function near(d: v128, rest: v128, a2: v128): v128 {
  const one = f32x4.splat(1);
  const bend = f32x4.sub(one, f32x4.mul(a2, d));
  return f32x4.mul(rest, f32x4.add(one, f32x4.mul(d, bend)));
}

/** Its derivative by d. */
// @inline
function nearSlope(d: v128, a2: v128, a3: v128): v128 {
  const inner = f32x4.sub(f32x4.mul(f32x4.splat(3), f32x4.mul(a2, d)), f32x4.add(a3, a3));
  return f32x4.mul(d, inner);
}

/**
 * Keys' cubic convolution (1981, eq. 4) of four offsets t, factored: with s = 1 - t the weights are
 * a t s², near(t), near(s) and a s t².
 */
// @inline
function storeWeights(target: usize, t: v128, a: v128, a2: v128): void {
  const s = f32x4.sub(f32x4.splat(1), t);
  const ts = f32x4.mul(a, f32x4.mul(t, s));
  storeTransposed(target, f32x4.mul(ts, s), near(t, s, a2), near(s, t, a2), f32x4.mul(ts, t));
}

// @inline
function storeSlopes(target: usize, t: v128, a: v128, a2: v128, a3: v128): void {
  const s = f32x4.sub(f32x4.splat(1), t);
  const first = f32x4.mul(a, f32x4.mul(s, f32x4.sub(s, f32x4.add(t, t))));
  const last = f32x4.mul(a, f32x4.mul(t, f32x4.sub(f32x4.add(s, s), t)));
  const third = f32x4.neg(nearSlope(s, a2, a3));
  storeTransposed(target, first, nearSlope(t, a2, a3), third, last);
}

/**
 * For every point of a tile row the address of the first of its sixteen neighbours, the weights
 * along both axes, and whether all neighbours lie in the image.
 */
export function prepareRow(call: SamplingCall, count: i32): void {
  const width = call.width;
  const channels = call.channels;
  const lastX = f32x4.splat(<f32>min(width - 2, INTEGER_LIMIT));
  const firstY = f32x4.splat(<f32>(call.imageRowBegin + 1));
  const lastY = f32x4.splat(<f32>min(call.imageRowEnd - 2, INTEGER_LIMIT));
  const pixelBytes = i32x4.splat(channels << 2);
  const rowBytes = i32x4.splat(width * (channels << 2));
  const origin = i32x4.splat(addressOrigin(call) - (width + 1) * (channels << 2));
  const a = f32x4.splat(call.cubic);
  const a2 = f32x4.splat(call.cubic + 2);
  let s = call.scratch;
  let inside = s + INSIDE;
  let weights = s;
  const end = s + ((<usize>count) << 2);
  do {
    const x = v128.load(s, PIXEL_X);
    const y = v128.load(s, PIXEL_Y);
    const x0 = f32x4.floor(x);
    const y0 = f32x4.floor(y);
    storeWeights(weights + WEIGHTS_X, f32x4.sub(x, x0), a, a2);
    storeWeights(weights + WEIGHTS_Y, f32x4.sub(y, y0), a, a2);
    const address = i32x4.add(
      i32x4.add(origin, i32x4.mul(f32x4.add(x0, f32x4.splat(INTEGER_BIAS)), pixelBytes)),
      i32x4.mul(f32x4.add(y0, f32x4.splat(INTEGER_BIAS)), rowBytes),
    );
    v128.store(s, address, ADDRESS);
    const inX = v128.and(f32x4.ge(x0, f32x4.splat(1)), f32x4.lt(x0, lastX));
    const inY = v128.and(f32x4.ge(y0, firstY), f32x4.lt(y0, lastY));
    const all = i32x4.bitmask(v128.and(inX, inY));
    store<u8>(inside, <u8>all);
    if (all != 15) {
      const beforeY = <f32>(call.imageRowBegin - 3);
      const none = outsideMask(x0, y0, -3, width + 1, beforeY, call.imageRowEnd + 1);
      store<u8>(inside, <u8>none, OUTSIDE - INSIDE);
    }
    inside++;
    weights += 64;
    s += 16;
  } while (s < end);
  prefetch(call, count, 4);
}

/** The derivatives of the weights of a tile row by the pixel coordinates. */
export function prepareSlopes(call: SamplingCall, count: i32): void {
  const a = f32x4.splat(call.cubic);
  const a2 = f32x4.splat(call.cubic + 2);
  const a3 = f32x4.splat(call.cubic + 3);
  let s = call.scratch;
  let slopes = s;
  const end = s + ((<usize>count) << 2);
  do {
    const x = v128.load(s, PIXEL_X);
    const y = v128.load(s, PIXEL_Y);
    storeSlopes(slopes + SLOPES_X, f32x4.sub(x, f32x4.floor(x)), a, a2, a3);
    storeSlopes(slopes + SLOPES_Y, f32x4.sub(y, f32x4.floor(y)), a, a2, a3);
    slopes += 64;
    s += 16;
  } while (s < end);
}
