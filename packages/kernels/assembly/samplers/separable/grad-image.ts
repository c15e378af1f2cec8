import { SamplingCall } from '../../call';
import { addPixel } from '../../sampling/pixels';
import { isFar } from '../../sampling/tap-address';
import { RowKernel } from '../../sampling/walk-row';
import { ADDRESS, PIXEL_X, PIXEL_Y } from '../../scratch';
import { storeProducts } from './pixel-run';
import { prepareRow } from './prepare';
import { pixelRuns, tapBytes, tapPlaces, weightsBytes, weightsOf } from './rows';
import { locatePlaces, tapAt } from './taps';

/** Adds a weighted run of floats to one of the same length. */
// @inline
function addRun(target: usize, weight: f32, source: usize, bytes: usize): void {
  const w = f32x4.splat(weight);
  const whole = target + (bytes & ~15);
  for (; target < whole; target += 16) {
    v128.store(target, f32x4.add(v128.load(target), f32x4.mul(w, v128.load(source))));
    source += 16;
  }
  if (bytes & 8) {
    const pair = f32x4.mul(w, v128.load64_zero(source));
    v128.store64_lane(target, f32x4.add(v128.load64_zero(target), pair), 0);
    target += 8;
    source += 8;
  }
  if (bytes & 4) store<f32>(target, load<f32>(target) + weight * load<f32>(source));
}

/** Points with all taps inside: of each the products with its gradient once, then row by row. */
function spreadInside(call: SamplingCall, s: usize, end: usize, dy: usize): void {
  const channels = call.channels;
  const taps = call.taps;
  const pixelBytes = (<usize>channels) << 2;
  const rowBytes = <usize>call.width * pixelBytes;
  const runBytes = <usize>taps * pixelBytes;
  const pointBytes = tapBytes(call);
  const alongY = weightsBytes(call);
  const products = pixelRuns(call);
  let x = weightsOf(call, s);
  do {
    storeProducts(products, dy, x, taps, channels);
    let row = <usize>load<u32>(s, ADDRESS);
    let y = x + alongY;
    const behind = y + ((<usize>taps) << 2);
    do {
      addRun(row, load<f32>(y), products, runBytes);
      row += rowBytes;
      y += 4;
    } while (y < behind);
    s += 4;
    x += pointBytes;
    dy += pixelBytes;
  } while (s < end);
}

/** One point whose taps are not all inside this call's rows. */
function spreadAtBorder(call: SamplingCall, s: usize, dy: usize): void {
  if (isFar(call, load<f32>(s, PIXEL_X), load<f32>(s, PIXEL_Y))) return;
  locatePlaces(call, s);
  const pixelBytes = (<usize>call.channels) << 2;
  const rowBytes = <usize>call.width * pixelBytes;
  const image = call.image;
  const columns = tapPlaces(call);
  const rows = columns + tapBytes(call);
  const alongX = weightsOf(call, s);
  const alongY = alongX + weightsBytes(call);
  const end = (<usize>call.taps) << 2;
  // In the order of points inside, so that rounding does not tell which rows are this call's.
  const products = pixelRuns(call);
  storeProducts(products, dy, alongX, call.taps, call.channels);
  const begin = image + <usize>call.imageRowBegin * rowBytes;
  const bytes = <usize>(call.imageRowEnd - call.imageRowBegin) * rowBytes;
  for (let j: usize = 0; j < end; j += 4) {
    const weightY = load<f32>(alongY + j);
    for (let i: usize = 0; i < end; i += 4) {
      const tap = tapAt(image, columns + i, rows + j, 0);
      if (tap - begin >= bytes) continue;
      addPixel(tap, weightY, products + (i >> 2) * pixelBytes, pixelBytes);
    }
  }
}

/** Adds weighted output gradients to all taps of each point. */
@unmanaged
@final
export class SeparableGradImage extends RowKernel {
  // @inline
  prepare(call: SamplingCall, count: i32): void {
    prepareRow(call, count);
  }

  // @inline
  inside(call: SamplingCall, s: usize, end: usize, dy: usize): void {
    spreadInside(call, s, end, dy);
  }

  // @inline
  outside(call: SamplingCall, s: usize, points: i32, dy: usize): void {}

  // @inline
  mixed(call: SamplingCall, s: usize, inside: i32, points: i32, dy: usize): void {
    const pixelBytes = (<usize>call.channels) << 2;
    for (let k = 0; k < points; k++) {
      if ((inside >> k) & 1) spreadInside(call, s, s + 4, dy);
      else spreadAtBorder(call, s, dy);
      s += 4;
      dy += pixelBytes;
    }
  }
}
