import { SamplingCall } from '../../call';
import { addPixel } from '../../sampling/pixels';
import { isFar } from '../../sampling/tap-address';
import { RowKernel } from '../../sampling/walk-row';
import { ADDRESS, PIXEL_X, PIXEL_Y } from '../../scratch';
import { prepareRow, WEIGHTS_X, WEIGHTS_Y, weightsOf } from './prepare';
import { locateTaps, tapAt } from './taps';

/** One point with all neighbours inside. */
function spreadInside(
  s: usize,
  weights: usize,
  rowBytes: usize,
  pixelBytes: usize,
  dy: usize,
): void {
  let row = <usize>load<u32>(s, ADDRESS);
  for (let j: usize = 0; j < 16; j += 4) {
    const weightY = load<f32>(weights + j, WEIGHTS_Y);
    let pixel = row;
    for (let i: usize = 0; i < 16; i += 4) {
      addPixel(pixel, load<f32>(weights + i, WEIGHTS_X) * weightY, dy, pixelBytes);
      pixel += pixelBytes;
    }
    row += rowBytes;
  }
}

/** One point whose neighbours are not all inside this call's rows. */
function spreadAtBorder(call: SamplingCall, s: usize, weights: usize, dy: usize): void {
  if (isFar(call, load<f32>(s, PIXEL_X), load<f32>(s, PIXEL_Y))) return;
  locateTaps(call, s);
  const pixelBytes = (<usize>call.channels) << 2;
  const rowBytes = <usize>call.width * pixelBytes;
  const image = call.image;
  const taps = call.scratch;
  const begin = image + <usize>call.imageRowBegin * rowBytes;
  const bytes = <usize>(call.imageRowEnd - call.imageRowBegin) * rowBytes;
  for (let j: usize = 0; j < 16; j += 4) {
    const weightY = load<f32>(weights + j, WEIGHTS_Y);
    for (let i: usize = 0; i < 16; i += 4) {
      const tap = tapAt(image, taps, i, j, 0);
      if (tap - begin >= bytes) continue;
      addPixel(tap, load<f32>(weights + i, WEIGHTS_X) * weightY, dy, pixelBytes);
    }
  }
}

/** Adds weighted output gradients to the sixteen neighbours of each point. */
@unmanaged
@final
export class BicubicGradImage extends RowKernel {
  // @inline
  prepare(call: SamplingCall, count: i32): void {
    prepareRow(call, count);
  }

  // @inline
  inside(call: SamplingCall, s: usize, end: usize, dy: usize): void {
    const pixelBytes = (<usize>call.channels) << 2;
    const rowBytes = <usize>call.width * pixelBytes;
    let weights = weightsOf(call, s);
    do {
      spreadInside(s, weights, rowBytes, pixelBytes, dy);
      s += 4;
      weights += 16;
      dy += pixelBytes;
    } while (s < end);
  }

  // @inline
  outside(call: SamplingCall, s: usize, points: i32, dy: usize): void {}

  // @inline
  mixed(call: SamplingCall, s: usize, inside: i32, points: i32, dy: usize): void {
    mixedGroup(call, s, inside, points, dy);
  }
}

/** Up to four points of which some have neighbours outside. */
function mixedGroup(call: SamplingCall, s: usize, inside: i32, points: i32, dy: usize): void {
  const pixelBytes = (<usize>call.channels) << 2;
  const rowBytes = <usize>call.width * pixelBytes;
  let weights = weightsOf(call, s);
  for (let k = 0; k < points; k++) {
    if ((inside >> k) & 1) spreadInside(s, weights, rowBytes, pixelBytes, dy);
    else spreadAtBorder(call, s, weights, dy);
    s += 4;
    weights += 16;
    dy += pixelBytes;
  }
}
