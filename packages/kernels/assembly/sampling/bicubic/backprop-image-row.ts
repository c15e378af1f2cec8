import { SamplingCall } from '../../call';
import { ADDRESS, INSIDE, WEIGHTS_X, WEIGHTS_Y } from '../../scratch';
import { ownRow, tapAddress } from '../../tap-address';
import { addPixel } from '../add-pixel';
import { prepareRow } from './prepare-row';
import { isFar, isMovedX, isMovedY, tapColumn, tapRow } from './tap';

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

/** One point whose neighbours are not all inside; what the others get goes to the sink. */
function spreadAtBorder(call: SamplingCall, s: usize, weights: usize, dy: usize): void {
  if (isFar(s)) return;
  const movedX = isMovedX(call, s);
  const movedY = isMovedY(call, s);
  for (let j = 0; j < 4; j++) {
    if (movedY && j != 1) continue;
    const row = ownRow(call, tapRow(call, s, j));
    if (row < 0) continue;
    const weightY = load<f32>(weights + (<usize>j << 2), WEIGHTS_Y);
    for (let i = 0; i < 4; i++) {
      if (movedX && i != 1) continue;
      const tap = tapAddress(call, tapColumn(call, s, i), row, call.sink);
      const weightX = load<f32>(weights + (<usize>i << 2), WEIGHTS_X);
      addPixel(tap, weightX * weightY, dy, <usize>call.channels << 2);
    }
  }
}

/** Adds a tile row of output gradients to the image's gradient, where the row looked. */
export function backpropImageRow(call: SamplingCall, count: i32, dy: usize): void {
  prepareRow(call, count);
  const pixelBytes = <usize>call.channels << 2;
  const rowBytes = <usize>call.width * pixelBytes;
  let s = call.scratch;
  let weights = s;
  for (let i = 0; i < count; i++) {
    const inside = (<i32>load<u8>(call.scratch + (i >> 2), INSIDE) >> (i & 3)) & 1;
    if (inside) spreadInside(s, weights, rowBytes, pixelBytes, dy);
    else spreadAtBorder(call, s, weights, dy);
    s += 4;
    weights += 16;
    dy += pixelBytes;
  }
}
