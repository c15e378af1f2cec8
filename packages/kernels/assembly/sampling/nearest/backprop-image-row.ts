import { SamplingCall } from '../../call';
import { addPixel } from '../add-pixel';
import { nearestTap } from './nearest-tap';

/** Adds a tile row of output gradients to the pixels that it shows. */
export function backpropImageRow(call: SamplingCall, count: i32, dy: usize): void {
  const pixelBytes = <usize>call.channels << 2;
  let s = call.scratch;
  const rowBytes = <usize>call.width * pixelBytes;
  const begin = call.image + <usize>call.imageRowBegin * rowBytes;
  const end = call.image + <usize>call.imageRowEnd * rowBytes;
  const last = s + (<usize>count << 2);
  do {
    const target = nearestTap(call, s, 0);
    if (target >= begin && target < end) addPixel(target, 1, dy, pixelBytes);
    s += 4;
    dy += pixelBytes;
  } while (s < last);
}
