import { SamplingCall } from '../../call';
import { loadThree, sumOfLanes } from '../../lanes';
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
import { blendRows, blendThree } from './forward';
import {
  prepareRow,
  prepareSlopes,
  SLOPES_X,
  SLOPES_Y,
  WEIGHTS_X,
  WEIGHTS_Y,
  weightsOf,
} from './prepare';
import { locateTaps, tapAt } from './taps';

/** One point, one channel. */
// @inline
function slope1(s: usize, weights: usize, rowBytes: usize, dy: usize): void {
  const pixel = <usize>load<u32>(s, ADDRESS);
  const upstream = load<f32>(dy);
  const byX = f32x4.mul(
    blendRows(pixel, rowBytes, weights + WEIGHTS_Y),
    v128.load(weights, SLOPES_X),
  );
  const byY = f32x4.mul(
    blendRows(pixel, rowBytes, weights + SLOPES_Y),
    v128.load(weights, WEIGHTS_X),
  );
  store<f32>(s, upstream * sumOfLanes(byX), GRADIENT_X);
  store<f32>(s, upstream * sumOfLanes(byY), GRADIENT_Y);
}

/** Twelve floats of each row, blended along y and then along x. */
// @inline
function blendBlock3(pixel: usize, rowBytes: usize, alongY: usize, alongX: usize): v128 {
  return blendThree(
    blendRows(pixel, rowBytes, alongY),
    blendRows(pixel + 16, rowBytes, alongY),
    blendRows(pixel + 32, rowBytes, alongY),
    alongX,
  );
}

/** One point, three channels. */
// @inline
function slope3(s: usize, weights: usize, rowBytes: usize, dy: usize): void {
  const pixel = <usize>load<u32>(s, ADDRESS);
  // The fourth lane is 0 here, so that what is in the others' counts for nothing.
  const upstream = loadThree(dy);
  const byX = blendBlock3(pixel, rowBytes, weights + WEIGHTS_Y, weights + SLOPES_X);
  const byY = blendBlock3(pixel, rowBytes, weights + SLOPES_Y, weights + WEIGHTS_X);
  store<f32>(s, sumOfThree(f32x4.mul(upstream, byX)), GRADIENT_X);
  store<f32>(s, sumOfThree(f32x4.mul(upstream, byY)), GRADIENT_Y);
}

// @inline
function sumOfThree(value: v128): f32 {
  return f32x4.extract_lane(value, 0) + f32x4.extract_lane(value, 1) + f32x4.extract_lane(value, 2);
}

/** One point, any number of channels: every neighbour's share of the upstream gradient. */
function slopeInside(
  s: usize,
  weights: usize,
  rowBytes: usize,
  pixelBytes: usize,
  dy: usize,
): void {
  let gx: f32 = 0;
  let gy: f32 = 0;
  let row = <usize>load<u32>(s, ADDRESS);
  for (let j: usize = 0; j < 16; j += 4) {
    let pixel = row;
    for (let i: usize = 0; i < 16; i += 4) {
      const share = dotPixels(pixel, dy, pixelBytes);
      gx += share * load<f32>(weights + i, SLOPES_X) * load<f32>(weights + j, WEIGHTS_Y);
      gy += share * load<f32>(weights + i, WEIGHTS_X) * load<f32>(weights + j, SLOPES_Y);
      pixel += pixelBytes;
    }
    row += rowBytes;
  }
  store<f32>(s, gx, GRADIENT_X);
  store<f32>(s, gy, GRADIENT_Y);
}

/** One point whose neighbours are not all inside. */
function slopeAtBorder(call: SamplingCall, s: usize, weights: usize, dy: usize): void {
  const x = load<f32>(s, PIXEL_X);
  const y = load<f32>(s, PIXEL_Y);
  let gx: f32 = x != x || y != y ? NaN : 0;
  let gy: f32 = gx;
  if (!isFar(call, x, y)) {
    locateTaps(call, s);
    for (let j: usize = 0; j < 16; j += 4) {
      const weightY = load<f32>(weights + j, WEIGHTS_Y);
      const slopeY = load<f32>(weights + j, SLOPES_Y);
      for (let i: usize = 0; i < 16; i += 4) {
        const tap = tapAt(call.image, call.scratch, i, j, call.sink);
        const share = dotPixels(tap, dy, (<usize>call.channels) << 2);
        gx += share * load<f32>(weights + i, SLOPES_X) * weightY;
        gy += share * load<f32>(weights + i, WEIGHTS_X) * slopeY;
      }
    }
    if (isMoved(call, s + FACTOR_X)) gx = 0;
    if (isMoved(call, s + FACTOR_Y)) gy = 0;
  }
  store<f32>(s, gx, GRADIENT_X);
  store<f32>(s, gy, GRADIENT_Y);
}

function run1(s: usize, end: usize, weights: usize, rowBytes: usize, dy: usize): void {
  do {
    slope1(s, weights, rowBytes, dy);
    s += 4;
    weights += 16;
    dy += 4;
  } while (s < end);
}

function run3(s: usize, end: usize, weights: usize, rowBytes: usize, dy: usize): void {
  do {
    slope3(s, weights, rowBytes, dy);
    s += 4;
    weights += 16;
    dy += 12;
  } while (s < end);
}

function runMany(
  s: usize,
  end: usize,
  weights: usize,
  rowBytes: usize,
  pixelBytes: usize,
  dy: usize,
): void {
  do {
    slopeInside(s, weights, rowBytes, pixelBytes, dy);
    s += 4;
    weights += 16;
    dy += pixelBytes;
  } while (s < end);
}

/** Points with all neighbours inside. */
function run(call: SamplingCall, s: usize, end: usize, dy: usize): void {
  const pixelBytes = (<usize>call.channels) << 2;
  const rowBytes = <usize>call.width * pixelBytes;
  const weights = weightsOf(call, s);
  if (pixelBytes == 4) run1(s, end, weights, rowBytes, dy);
  else if (pixelBytes == 12) run3(s, end, weights, rowBytes, dy);
  else runMany(s, end, weights, rowBytes, pixelBytes, dy);
}

/** Gradients w.r.t. the points, to GRADIENT_X and GRADIENT_Y. */
@unmanaged
@final
export class BicubicGradGrid extends RowKernel {
  // @inline
  prepare(call: SamplingCall, count: i32): void {
    prepareRow(call, count);
    prepareSlopes(call, count);
  }

  // @inline
  inside(call: SamplingCall, s: usize, end: usize, dy: usize): void {
    run(call, s, end, dy);
  }

  // @inline
  outside(call: SamplingCall, s: usize, points: i32, dy: usize): void {
    clearGradients(s, points);
  }

  // @inline
  mixed(call: SamplingCall, s: usize, inside: i32, points: i32, dy: usize): void {
    mixedGroup(call, s, inside, points, dy);
  }
}

/** Up to four points of which some have neighbours outside. */
function mixedGroup(call: SamplingCall, s: usize, inside: i32, points: i32, dy: usize): void {
  const pixelBytes = (<usize>call.channels) << 2;
  let weights = weightsOf(call, s);
  for (let k = 0; k < points; k++) {
    if ((inside >> k) & 1) run(call, s, s + 4, dy);
    else slopeAtBorder(call, s, weights, dy);
    s += 4;
    weights += 16;
    dy += pixelBytes;
  }
}
