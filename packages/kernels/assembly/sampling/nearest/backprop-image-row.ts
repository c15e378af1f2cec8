import { SamplingCall } from '../../call';
import { addPixel } from '../add-pixel';
import { nearestTap } from './nearest-tap';

/** Adds a tile row of output gradients to the pixels that it shows. */
export function backpropImageRow(call: SamplingCall, count: i32, dy: usize): void {
  const pixelBytes = <usize>call.channels << 2;
  let s = call.scratch;
  const end = s + (<usize>count << 2);
  do {
    addPixel(nearestTap(call, s, call.sink), 1, dy, pixelBytes);
    s += 4;
    dy += pixelBytes;
  } while (s < end);
}
