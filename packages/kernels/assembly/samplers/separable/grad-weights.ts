import { SamplingCall } from '../../call';
import { loadLanes, sumOfLanes } from '../../lanes';
import { Sampler } from '../../options';
import { clearGradients, dotPixels } from '../../sampling/pixels';
import { isFar, isMoved } from '../../sampling/tap-address';
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
import { storeProducts } from './pixel-run';
import { prepareRow } from './prepare';
import {
  FAR_X,
  FAR_Y,
  OFFSET_X,
  OFFSET_Y,
  pixelRunBytes,
  pixelRuns,
  tapBytes,
  tapPlaces,
  weightGradients,
  weightsBytes,
  weightsOf,
} from './rows';
import { locatePlaces, skipsOutside, tapAt } from './taps';

/** Blends four floats of a row, and returns their products. */
// @inline
function weighVector(
  pixels: v128,
  weight: v128,
  products: usize,
  blended: usize,
  row: usize,
): v128 {
  const share = f32x4.mul(weight, pixels);
  v128.store(blended, row == 0 ? share : f32x4.add(v128.load(blended), share));
  return f32x4.mul(v128.load(products), pixels);
}

/**
 * The gradients w.r.t. a point's weights: along y those of the rows' dot products with the weights along
 * x times the upstream gradient, and along x those of the columns that the weights along y blend.
 */
function weighInside(call: SamplingCall, s: usize, x: usize, dy: usize): void {
  const taps = call.taps;
  const pixelBytes = (<usize>call.channels) << 2;
  const rowBytes = <usize>call.width * pixelBytes;
  const runBytes = <usize>taps * pixelBytes;
  const products = pixelRuns(call);
  const blended = products + pixelRunBytes(call);
  storeProducts(products, dy, x, taps, call.channels);
  const whole = runBytes & ~15;
  const rest = (<i32>(runBytes & 15)) >> 2;
  const byX = weightGradients(call);
  const byY = byX + tapBytes(call);
  let row = <usize>load<u32>(s, ADDRESS);
  const y = x + weightsBytes(call);
  const behind = (<usize>taps) << 2;
  for (let j: usize = 0; j < behind; j += 4) {
    const weight = v128.load32_splat(y + j);
    let sum = f32x4.splat(0);
    let at: usize = 0;
    for (; at < whole; at += 16) {
      sum = f32x4.add(
        sum,
        weighVector(v128.load(row + at), weight, products + at, blended + at, j),
      );
    }
    if (rest > 0) {
      const pixels = loadLanes(row + at, rest);
      sum = f32x4.add(sum, weighVector(pixels, weight, products + at, blended + at, j));
    }
    store<f32>(byY + j, sumOfLanes(sum));
    row += rowBytes;
  }
  for (let i: usize = 0; i < (<usize>taps) << 2; i += 4) {
    store<f32>(byX + i, dotPixels(blended + (i >> 2) * pixelBytes, dy, pixelBytes));
  }
}

/** The same for a point whose taps are not all inside; false if it reads none. */
function weighAtBorder(call: SamplingCall, s: usize, x: usize, dy: usize): bool {
  if (isFar(call, load<f32>(s, PIXEL_X), load<f32>(s, PIXEL_Y))) return false;
  locatePlaces(call, s);
  const columns = tapPlaces(call);
  const bytes = tapBytes(call);
  const rows = columns + bytes;
  const byX = weightGradients(call);
  const byY = byX + bytes;
  const y = x + weightsBytes(call);
  const end = (<usize>call.taps) << 2;
  for (let at: usize = 0; at < bytes << 1; at += 16) v128.store(byX + at, f32x4.splat(0));
  for (let j: usize = 0; j < end; j += 4) {
    for (let i: usize = 0; i < end; i += 4) {
      const tap = tapAt(call.image, columns + i, rows + j, call.sink);
      const share = dotPixels(tap, dy, (<usize>call.channels) << 2);
      store<f32>(byX + i, load<f32>(byX + i) + share * load<f32>(y + j));
      store<f32>(byY + j, load<f32>(byY + j) + share * load<f32>(x + i));
    }
  }
  return true;
}

/** From the gradients w.r.t. the weights to those w.r.t. the point, by the weights' derivatives. */
function reduceWeights(call: SamplingCall, s: usize, x: usize): void {
  const alongY = weightsBytes(call);
  const bytes = tapBytes(call);
  const slopes = x + (alongY << 1);
  const byX = weightGradients(call);
  let gx = f32x4.splat(0);
  let gy = gx;
  for (let at: usize = 0; at < bytes; at += 16) {
    gx = f32x4.add(gx, f32x4.mul(v128.load(byX + at), v128.load(slopes + at)));
    gy = f32x4.add(gy, f32x4.mul(v128.load(byX + bytes + at), v128.load(slopes + alongY + at)));
  }
  store<f32>(s, sumOfLanes(gx), GRADIENT_X);
  store<f32>(s, sumOfLanes(gy), GRADIENT_Y);
}

/** Adds a point's gradients w.r.t. its weights to those of the call. */
function addWeights(call: SamplingCall, s: usize): void {
  const byX = weightGradients(call);
  const byY = byX + tapBytes(call);
  const stride = call.axisStride;
  // Laid out like the weights, of which this row's are at weightsRow.
  let target = call.gradient + (call.weightsRow - call.weights) + (s - call.scratch);
  for (let tap: usize = 0; tap < (<usize>call.taps) << 2; tap += 4) {
    store<f32>(target, load<f32>(target) + load<f32>(byX + tap));
    store<f32>(target + stride, load<f32>(target + stride) + load<f32>(byY + tap));
    target += stride << 1;
  }
}

/** What a point without gradients w.r.t. its weights has: none, but NaN where it is no number. */
function writeNone(s: usize): void {
  const x = load<f32>(s, PIXEL_X);
  const y = load<f32>(s, PIXEL_Y);
  const gradient: f32 = x != x || y != y ? NaN : 0;
  store<f32>(s, gradient, GRADIENT_X);
  store<f32>(s, gradient, GRADIENT_Y);
}

function gradPoint(call: SamplingCall, s: usize, x: usize, dy: usize, inside: bool): void {
  const ownSlopes = call.sampler == Sampler.LANCZOS;
  if (inside) {
    weighInside(call, s, x, dy);
  } else if (!weighAtBorder(call, s, x, dy)) {
    if (ownSlopes) writeNone(s);
    return;
  }
  if (!ownSlopes) {
    addWeights(call, s);
    return;
  }
  reduceWeights(call, s, x);
  if (inside) return;
  if (isMoved(call, s + FACTOR_X)) store<f32>(s, 0, GRADIENT_X);
  if (isMoved(call, s + FACTOR_Y)) store<f32>(s, 0, GRADIENT_Y);
}

/** Up to four points, or a run of those that see the fill value alone. */
function gradPoints(call: SamplingCall, s: usize, inside: i32, points: i32, dy: usize): void {
  const pixelBytes = (<usize>call.channels) << 2;
  const pointBytes = tapBytes(call);
  let x = weightsOf(call, s);
  for (let k = 0; k < points; k++) {
    gradPoint(call, s, x, dy, ((inside >> k) & 1) != 0);
    s += 4;
    x += pointBytes;
    dy += pixelBytes;
  }
}

/**
 * Gradients w.r.t. the weights of every point; with a sampler's own slopes those w.r.t. the points, to
 * GRADIENT_X and GRADIENT_Y.
 */
@unmanaged
@final
export class SeparableGradWeights extends RowKernel {
  // @inline
  prepare(call: SamplingCall, count: i32): void {
    prepareRow(call, count);
  }

  // @inline
  inside(call: SamplingCall, s: usize, end: usize, dy: usize): void {
    const pixelBytes = (<usize>call.channels) << 2;
    const pointBytes = tapBytes(call);
    let x = weightsOf(call, s);
    do {
      gradPoint(call, s, x, dy, true);
      s += 4;
      x += pointBytes;
      dy += pixelBytes;
    } while (s < end);
  }

  // @inline
  outside(call: SamplingCall, s: usize, points: i32, dy: usize): void {
    if (call.sampler == Sampler.LANCZOS) clearGradients(s, points);
    else if (!skipsOutside(call, false)) gradPoints(call, s, 0, points, dy);
  }

  // @inline
  mixed(call: SamplingCall, s: usize, inside: i32, points: i32, dy: usize): void {
    gradPoints(call, s, inside, points, dy);
  }
}

/** Writes the offsets of a tile row, for the caller to compute weights of. */
export function storeOffsets(call: SamplingCall, count: i32): void {
  const target = call.gradient + (call.weightsRow - call.weights);
  for (let at: usize = 0; at < (<usize>count) << 2; at += 4) {
    store<f32>(target + at, load<f32>(call.scratch + at, OFFSET_X));
    store<f32>(target + call.axisStride + at, load<f32>(call.scratch + at, OFFSET_Y));
  }
}

/** Gradients w.r.t. offsets, which the caller has computed, as those w.r.t. the points. */
export function loadGradients(call: SamplingCall, count: i32): void {
  const source = call.weightsRow;
  let s = call.scratch;
  for (let at: usize = 0; at < (<usize>count) << 2; at += 4) {
    const x = load<f32>(s, PIXEL_X);
    const y = load<f32>(s, PIXEL_Y);
    if (isFar(call, x, y)) {
      writeNone(s);
    } else {
      const fixedX = load<i32>(s, FAR_X) != 0 || isMoved(call, s + FACTOR_X);
      const fixedY = load<i32>(s, FAR_Y) != 0 || isMoved(call, s + FACTOR_Y);
      store<f32>(s, fixedX ? 0 : load<f32>(source + at), GRADIENT_X);
      store<f32>(s, fixedY ? 0 : load<f32>(source + call.axisStride + at), GRADIENT_Y);
    }
    s += 4;
  }
}
