import { SamplingCall } from '../../call';
import { loadLanes } from '../../lanes';
import { FARTHEST, Padding, Sampler } from '../../options';
import { addressOrigin, INTEGER_BIAS, INTEGER_LIMIT } from '../../sampling/float-address';
import { prefetch } from '../../sampling/prefetch';
import { outsideMask } from '../../sampling/walk-row';
import { ADDRESS, INSIDE, OUTSIDE, PIXEL_X, PIXEL_Y } from '../../scratch';
import { lanczosWeights } from '../lanczos/weights';
import {
  FAR_X,
  FAR_Y,
  OFFSET_X,
  OFFSET_Y,
  ORIGIN_X,
  ORIGIN_Y,
  slopeColumn,
  tapBytes,
  tapColumn,
  tapsBefore,
  tapsBehind,
  weightGradients,
  weightsBytes,
  weightsX,
} from './rows';
import { storeTaps } from './store-taps';

/** Whether a sampler's taps are any number: it is one of those in this folder. */
// @inline
export function isSeparable(sampler: i32): bool {
  return sampler == Sampler.LANCZOS || sampler == Sampler.SEPARABLE;
}

/** Notes which points are far outside, before padding moves them. */
export function markFar(call: SamplingCall, count: i32): void {
  const pads = call.padding != Padding.ZEROS;
  const limit = f32x4.splat(pads ? FARTHEST : (Infinity as f32));
  let s = call.scratch;
  const end = s + ((<usize>count) << 2);
  do {
    v128.store(s, f32x4.gt(f32x4.abs(v128.load(s, PIXEL_X)), limit), FAR_X);
    v128.store(s, f32x4.gt(f32x4.abs(v128.load(s, PIXEL_Y)), limit), FAR_Y);
    s += 16;
  } while (s < end);
}

/** The pixel before a coordinate, or the nearest one. */
// @inline
function originOf(pixel: v128, far: v128, even: bool): v128 {
  const origin = even ? f32x4.floor(pixel) : f32x4.nearest(pixel);
  // What is far before the first pixel reads that one.
  return v128.bitselect(f32x4.max(origin, f32x4.splat(0)), origin, far);
}

/** 0 where nothing but one pixel, or nothing at all, is read: the offset is no number there. */
// @inline
function offsetOf(pixel: v128, origin: v128, far: v128): v128 {
  const gone = f32x4.gt(f32x4.abs(pixel), f32x4.splat(FARTHEST));
  return v128.andnot(f32x4.sub(pixel, origin), v128.or(gone, far));
}

/** Writes origins and offsets of a tile row. */
export function locateOrigins(call: SamplingCall, count: i32): void {
  const even = (call.taps & 1) == 0;
  let s = call.scratch;
  const end = s + ((<usize>count) << 2);
  do {
    const x = v128.load(s, PIXEL_X);
    const y = v128.load(s, PIXEL_Y);
    const farX = v128.load(s, FAR_X);
    const farY = v128.load(s, FAR_Y);
    const x0 = originOf(x, farX, even);
    const y0 = originOf(y, farY, even);
    v128.store(s, x0, ORIGIN_X);
    v128.store(s, y0, ORIGIN_Y);
    v128.store(s, offsetOf(x, x0, farX), OFFSET_X);
    v128.store(s, offsetOf(y, y0, farY), OFFSET_Y);
    s += 16;
  } while (s < end);
}

/** Addresses of the first taps, and which points have all taps inside, or all outside. */
function locateFirst(call: SamplingCall, count: i32): void {
  const before = tapsBefore(call);
  const behind = tapsBehind(call);
  const channels = call.channels;
  const width = call.width;
  const beginY = call.imageRowBegin;
  const endY = call.imageRowEnd;
  const firstX = f32x4.splat(<f32>before);
  const lastX = f32x4.splat(<f32>min(width - 1 - behind, INTEGER_LIMIT));
  const firstY = f32x4.splat(<f32>(beginY + before));
  const lastY = f32x4.splat(<f32>min(endY - 1 - behind, INTEGER_LIMIT));
  const pixelBytes = i32x4.splat(channels << 2);
  const rowBytes = i32x4.splat(width * (channels << 2));
  const origin = i32x4.splat(addressOrigin(call) - before * ((width + 1) * (channels << 2)));
  let s = call.scratch;
  let inside = s + INSIDE;
  const end = s + ((<usize>count) << 2);
  do {
    const x = v128.load(s, ORIGIN_X);
    const y = v128.load(s, ORIGIN_Y);
    const address = i32x4.add(
      i32x4.add(origin, i32x4.mul(f32x4.add(x, f32x4.splat(INTEGER_BIAS)), pixelBytes)),
      i32x4.mul(f32x4.add(y, f32x4.splat(INTEGER_BIAS)), rowBytes),
    );
    v128.store(s, address, ADDRESS);
    const inX = v128.and(f32x4.ge(x, firstX), f32x4.le(x, lastX));
    const inY = v128.and(f32x4.ge(y, firstY), f32x4.le(y, lastY));
    // What is far reads one pixel, whatever lies next to it.
    const far = v128.or(v128.load(s, FAR_X), v128.load(s, FAR_Y));
    const all = i32x4.bitmask(v128.andnot(v128.and(inX, inY), far));
    store<u8>(inside, <u8>all);
    if (all != 15) {
      const none = outsideMask(
        x,
        y,
        <f32>(-behind - 1),
        width + before,
        <f32>(beginY - behind - 1),
        endY + before,
      );
      store<u8>(inside, <u8>none, OUTSIDE - INSIDE);
    }
    inside++;
    s += 16;
  } while (s < end);
}

/** The weights of a tile row that the caller has computed. */
function loadWeights(call: SamplingCall, count: i32): void {
  const taps = call.taps;
  const pointBytes = tapBytes(call);
  let target = weightsX(call);
  let source = call.weightsRow;
  for (let point = 0; point < count; point += 4) {
    loadColumn(call, source, min(4, count - point));
    storeTaps(tapColumn(call), taps, target, pointBytes);
    loadColumn(call, source + call.axisStride, min(4, count - point));
    storeTaps(tapColumn(call), taps, target + weightsBytes(call), pointBytes);
    target += pointBytes << 2;
    source += 16;
  }
}

/** One axis' weights of up to four points. */
// @inline
function loadColumn(call: SamplingCall, source: usize, points: i32): void {
  let column = tapColumn(call);
  const end = column + ((<usize>call.taps) << 4);
  for (; column < end; column += 16) {
    v128.store(column, loadLanes(source, points));
    source += call.axisStride << 1;
  }
}

/** Points that were far outside read the pixel at their origin alone, under any weights. */
function weighFar(call: SamplingCall, count: i32): void {
  const pointBytes = tapBytes(call);
  const alongY = weightsBytes(call);
  let s = call.scratch;
  let weights = weightsX(call);
  const end = s + ((<usize>count) << 2);
  for (; s < end; s += 4) {
    if (load<i32>(s, FAR_X)) weighOrigin(call, weights);
    if (load<i32>(s, FAR_Y)) weighOrigin(call, weights + alongY);
    weights += pointBytes;
  }
}

function weighOrigin(call: SamplingCall, weights: usize): void {
  memory.fill(weights, 0, tapBytes(call));
  store<f32>(weights + ((<usize>tapsBefore(call)) << 2), 1);
}

/** Zeros behind the last tap, up to whole vectors: nothing else is ever written there. */
function clearBehindTaps(call: SamplingCall): void {
  const bytes = tapBytes(call);
  let at = (<usize>call.taps) << 2;
  for (; at < bytes; at += 4) {
    v128.store(tapColumn(call) + (at << 2), f32x4.splat(0));
    v128.store(slopeColumn(call) + (at << 2), f32x4.splat(0));
    store<f32>(weightGradients(call) + at, 0);
    store<f32>(weightGradients(call) + bytes + at, 0);
  }
}

/** For every point of a tile row its first tap, the weights along both axes, and where they lie. */
export function prepareRow(call: SamplingCall, count: i32): void {
  locateOrigins(call, count);
  locateFirst(call, count);
  clearBehindTaps(call);
  if (call.sampler == Sampler.LANCZOS) lanczosWeights(call, count);
  else loadWeights(call, count);
  if (call.padding != Padding.ZEROS) weighFar(call, count);
  prefetch(call, count, call.taps);
}
