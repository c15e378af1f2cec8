import { SamplingCall } from '../../call';
import { addPixel } from '../../sampling/pixels';
import { endOfInside, endOfOutside } from '../../sampling/walk-row';
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

/** Adds a tile row of output gradients to the pixels that it shows. */
export function gradImageRow(call: SamplingCall, count: i32, dy: usize): void {
  prepareAdds(call, count);
  const channels = call.channels;
  const pixelBytes = (<usize>channels) << 2;
  const scratch = call.scratch;
  const groups = (count + 3) >> 2;
  const whole = count >> 2;
  let group = 0;
  while (group < groups) {
    const first = group;
    group = endOfInside(scratch, group, whole);
    const s = scratch + ((<usize>first) << 4);
    const source = dy + ((<usize>first) << 2) * pixelBytes;
    if (group > first) {
      const end = scratch + ((<usize>group) << 4);
      if (channels == 1) run1(s, end, source);
      else if (channels == 3) run3(s, end, source);
      else runAny(s, end, pixelBytes, source);
      continue;
    }
    group = endOfOutside(call, group, groups);
    if (group > first) continue;
    mixedGroup(call, s, min(4, count - (group << 2)), source);
    group++;
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
