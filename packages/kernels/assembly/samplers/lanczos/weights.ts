import { SamplingCall } from '../../call';
import { Task } from '../../options';
import {
  OFFSET_X,
  OFFSET_Y,
  slopeColumn,
  tapBytes,
  tapColumn,
  weightsBytes,
  weightsX,
} from '../separable/rows';
import { storeTaps } from '../separable/store-taps';

// The weights at an offset t are those at s = 1 - t in reverse order: of two taps that lie opposite each
// other, one is an even polynomial of u = t - 1/2 plus an odd one, and the other their difference.
// src/tfjs/sampling/lanczos-table.ts computes them; a polynomial is six coefficients of u².

/** Bytes of a polynomial. */
const POLYNOMIAL: usize = 24;
/** Of a pair of taps: weights, even and odd, then their derivatives. */
const PAIR: usize = 4 * POLYNOMIAL;

// @inline
function polynomial(at: usize, v: v128): v128 {
  let sum = v128.load32_splat(at, 20);
  sum = f32x4.add(f32x4.mul(sum, v), v128.load32_splat(at, 16));
  sum = f32x4.add(f32x4.mul(sum, v), v128.load32_splat(at, 12));
  sum = f32x4.add(f32x4.mul(sum, v), v128.load32_splat(at, 8));
  sum = f32x4.add(f32x4.mul(sum, v), v128.load32_splat(at, 4));
  return f32x4.add(f32x4.mul(sum, v), v128.load32_splat(at));
}

/** The weights along both axes of a tile row, and their derivatives where they are asked for. */
export function lanczosWeights(call: SamplingCall, count: i32): void {
  const along = weightsBytes(call);
  const target = weightsX(call);
  weighAxis(call, call.scratch + OFFSET_X, count, target, target + 2 * along);
  weighAxis(call, call.scratch + OFFSET_Y, count, target + along, target + 3 * along);
}

function weighAxis(
  call: SamplingCall,
  offsets: usize,
  count: i32,
  weights: usize,
  slopes: usize,
): void {
  const taps = call.taps;
  const table = call.table;
  const pointBytes = tapBytes(call);
  const column = tapColumn(call);
  const changes = slopeColumn(call);
  const hasSlopes = call.task == Task.GRAD_FIELD;
  const end = offsets + ((<usize>count) << 2);
  do {
    const t = v128.load(offsets);
    if (taps == 2) weighTwo(column, changes, t);
    else weighPairs(column, taps, table, t);
    storeTaps(column, taps, weights, pointBytes);
    if (hasSlopes) {
      if (taps != 2) slopePairs(changes, taps, table + 2 * POLYNOMIAL, t);
      storeTaps(changes, taps, slopes, pointBytes);
    }
    weights += pointBytes << 2;
    slopes += pointBytes << 2;
    offsets += 16;
  } while (offsets < end);
}

/** With one lobe all sines are the same, and the weights are as 1 / d². */
// @inline
function weighTwo(weights: usize, slopes: usize, t: v128): void {
  const s = f32x4.sub(f32x4.splat(1), t);
  const squareT = f32x4.mul(t, t);
  const squareS = f32x4.mul(s, s);
  const sum = f32x4.add(squareT, squareS);
  v128.store(weights, f32x4.div(squareS, sum));
  v128.store(weights, f32x4.div(squareT, sum), 16);
  const slope = f32x4.div(f32x4.mul(f32x4.mul(f32x4.splat(2), t), s), f32x4.mul(sum, sum));
  v128.store(slopes, f32x4.neg(slope));
  v128.store(slopes, slope, 16);
}

/**
 * From the middle outwards, factored so that at t = 0 all weights but one are 0: the middle ones are
 * s (1 + t p) and t (1 + s p), all others s t p.
 */
// @inline
function weighPairs(weights: usize, taps: i32, table: usize, t: v128): void {
  const one = f32x4.splat(1);
  const s = f32x4.sub(one, t);
  const u = f32x4.sub(t, f32x4.splat(0.5));
  const v = f32x4.mul(u, u);
  const product = f32x4.mul(s, t);
  let left = weights + ((<usize>taps) << 3) - 16;
  let right = left + 16;
  const even = polynomial(table, v);
  const odd = f32x4.mul(u, polynomial(table + POLYNOMIAL, v));
  v128.store(left, f32x4.mul(s, f32x4.add(one, f32x4.mul(t, f32x4.add(even, odd)))));
  v128.store(right, f32x4.mul(t, f32x4.add(one, f32x4.mul(s, f32x4.sub(even, odd)))));
  while (left > weights) {
    table += PAIR;
    left -= 16;
    right += 16;
    const even = polynomial(table, v);
    const odd = f32x4.mul(u, polynomial(table + POLYNOMIAL, v));
    v128.store(left, f32x4.mul(product, f32x4.add(even, odd)));
    v128.store(right, f32x4.mul(product, f32x4.sub(even, odd)));
  }
}

// @inline
function slopePairs(slopes: usize, taps: i32, table: usize, t: v128): void {
  const u = f32x4.sub(t, f32x4.splat(0.5));
  const v = f32x4.mul(u, u);
  let left = slopes + ((<usize>taps) << 3) - 16;
  let right = left + 16;
  for (; left >= slopes; left -= 16) {
    const even = polynomial(table, v);
    const odd = f32x4.mul(u, polynomial(table + POLYNOMIAL, v));
    v128.store(left, f32x4.add(even, odd));
    v128.store(right, f32x4.sub(odd, even));
    table += PAIR;
    right += 16;
  }
}
