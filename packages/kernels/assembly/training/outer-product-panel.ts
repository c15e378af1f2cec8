import { outer1x4, outer1x8, outer4x4, outer4x8 } from './outer-product';
import { outer1x1, outer4x1 } from './outer-product-narrow';
import { PixelBlock } from './pixel-block';

/**
 * Adds what the block of pixels contributes to `taps` consecutive rows of dw,
 * each of `channels` floats. The last tile of an axis starts early enough to end
 * with it, and drops what the tile before it has added.
 */
export function addOuterProducts(
  block: PixelBlock,
  x: usize,
  dy: usize,
  dw: usize,
  taps: i32,
  channels: i32,
): void {
  if (channels < 4) {
    for (let k = 0; k < channels; k++, dy += 4, dw += 4) addChannel(block, x, dy, dw, taps);
    return;
  }
  let tap = 0;
  for (; tap + 4 <= taps; tap += 4, x += 16, dw += 4 * block.dyColumn) {
    addTaps(block, 4, x, dy, dw, channels);
  }
  for (; tap < taps; tap++, x += 4, dw += block.dyColumn) addTaps(block, 1, x, dy, dw, channels);
}

/** One or four taps, all channels. */
function addTaps(
  block: PixelBlock,
  height: i32,
  x: usize,
  dy: usize,
  dw: usize,
  channels: i32,
): void {
  const width = channels < 8 ? 4 : 8;
  for (let k = 0; k < channels; k += width) {
    const from = min(k, channels - width);
    const shift = (<usize>from) << 2;
    if (height == 4) {
      if (width == 8) outer4x8(block, x, dy + shift, dw + shift, k - from);
      else outer4x4(block, x, dy + shift, dw + shift, k - from);
    } else {
      if (width == 8) outer1x8(block, x, dy + shift, dw + shift, k - from);
      else outer1x4(block, x, dy + shift, dw + shift, k - from);
    }
  }
}

/** All taps, one channel. */
function addChannel(block: PixelBlock, x: usize, dy: usize, dw: usize, taps: i32): void {
  if (taps < 4) {
    for (let tap = 0; tap < taps; tap++, x += 4, dw += block.dyColumn) outer1x1(block, x, dy, dw);
    return;
  }
  for (let tap = 0; tap < taps; tap += 4) {
    const from = min(tap, taps - 4);
    outer4x1(block, x + ((<usize>from) << 2), dy, dw + <usize>from * block.dyColumn, tap - from);
  }
}
