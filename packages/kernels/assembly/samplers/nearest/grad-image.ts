import { SamplingCall } from '../../call';
import { addPixel } from '../../sampling/pixels';
import { RowKernel } from '../../sampling/walk-row';
import { ADDRESS } from '../../scratch';
import { nearestTap, prepareAdds } from './prepare';

function run1(s: usize, end: usize, dy: usize): void {
  do {
    const pixel = <usize>load<u32>(s, ADDRESS);
    store<f32>(pixel, load<f32>(pixel) + load<f32>(dy));
    s += 4;
    dy += 4;
  } while (s < end);
}

/** Three channels, as two floats and one: the next point often adds to the same pixel. */
function run3(s: usize, end: usize, dy: usize): void {
  do {
    const pixel = <usize>load<u32>(s, ADDRESS);
    const pair = f32x4.add(v128.load64_zero(pixel), v128.load64_zero(dy));
    v128.store64_lane(pixel, pair, 0);
    store<f32>(pixel, load<f32>(pixel, 8) + load<f32>(dy, 8), 8);
    s += 4;
    dy += 12;
  } while (s < end);
}

function runAny(s: usize, end: usize, pixelBytes: usize, dy: usize): void {
  do {
    addPixel(<usize>load<u32>(s, ADDRESS), 1, dy, pixelBytes);
    s += 4;
    dy += pixelBytes;
  } while (s < end);
}

/** Adds output gradients to the nearest pixels. */
@unmanaged
@final
export class NearestGradImage extends RowKernel {
  // @inline
  prepare(call: SamplingCall, count: i32): void {
    prepareAdds(call, count);
  }

  // @inline
  inside(call: SamplingCall, s: usize, end: usize, dy: usize): void {
    const channels = call.channels;
    if (channels == 1) run1(s, end, dy);
    else if (channels == 3) run3(s, end, dy);
    else runAny(s, end, (<usize>channels) << 2, dy);
  }

  // @inline
  outside(call: SamplingCall, s: usize, points: i32, dy: usize): void {}

  // @inline
  mixed(call: SamplingCall, s: usize, inside: i32, points: i32, dy: usize): void {
    mixedGroup(call, s, points, dy);
  }
}

/** Up to four points, one by one. */
function mixedGroup(call: SamplingCall, s: usize, points: i32, dy: usize): void {
  const pixelBytes = (<usize>call.channels) << 2;
  const rowBytes = <usize>call.width * pixelBytes;
  const begin = call.image + <usize>call.imageRowBegin * rowBytes;
  const bytes = <usize>(call.imageRowEnd - call.imageRowBegin) * rowBytes;
  for (let k = 0; k < points; k++) {
    const target = nearestTap(call, s, 0);
    if (target - begin < bytes) addPixel(target, 1, dy, pixelBytes);
    s += 4;
    dy += pixelBytes;
  }
}
