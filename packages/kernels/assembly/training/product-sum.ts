import { addScalarTo, addTo, multiplyAdd } from './inline/accumulate';
import { PixelBlock } from './pixel-block';

/**
 * dw[tap] += Σ x[tap] · dy over the pixels of the block, channel by channel, for
 * `taps` taps that lie `tapBytes` from each other in x.
 */
export function addProducts(
  block: PixelBlock,
  x: usize,
  dy: usize,
  dw: usize,
  taps: i32,
  tapBytes: usize,
  pixel: usize,
): void {
  let tap = 0;
  for (; tap + 3 <= taps; tap += 3, x += 3 * tapBytes, dw += 3 * pixel) {
    let c: usize = 0;
    for (; c + 16 <= pixel; c += 16) three(block, x + c, dy + c, dw + c, tapBytes, pixel);
    for (; c < pixel; c += 4) {
      oneScalar(block, x + c, dy + c, dw + c);
      oneScalar(block, x + c + tapBytes, dy + c, dw + c + pixel);
      oneScalar(block, x + c + 2 * tapBytes, dy + c, dw + c + 2 * pixel);
    }
  }
  for (; tap < taps; tap++, x += tapBytes, dw += pixel) {
    let c: usize = 0;
    for (; c + 16 <= pixel; c += 16) one(block, x + c, dy + c, dw + c);
    for (; c < pixel; c += 4) oneScalar(block, x + c, dy + c, dw + c);
  }
}

/** Three taps, four channels. */
function three(
  block: PixelBlock,
  x: usize,
  dy: usize,
  dw: usize,
  tapBytes: usize,
  pixel: usize,
): void {
  const width = block.columns;
  const xStep = block.xColumn;
  const dyStep = block.dyColumn;
  let a = f32x4.splat(0);
  let b = a;
  let c = a;
  for (let row = block.rows, start = x; row; row--, start += block.xRow) {
    for (let column = width, at = start; column; column--, at += xStep, dy += dyStep) {
      const gradient = v128.load(dy);
      a = multiplyAdd(a, v128.load(at), gradient);
      b = multiplyAdd(b, v128.load(at + tapBytes), gradient);
      c = multiplyAdd(c, v128.load(at + 2 * tapBytes), gradient);
    }
  }
  addTo(dw, a);
  addTo(dw + pixel, b);
  addTo(dw + 2 * pixel, c);
}

/** One tap, four channels. */
function one(block: PixelBlock, x: usize, dy: usize, dw: usize): void {
  const width = block.columns;
  const xStep = block.xColumn;
  const dyStep = block.dyColumn;
  let sum = f32x4.splat(0);
  for (let row = block.rows, start = x; row; row--, start += block.xRow) {
    for (let column = width, at = start; column; column--, at += xStep, dy += dyStep) {
      sum = multiplyAdd(sum, v128.load(at), v128.load(dy));
    }
  }
  addTo(dw, sum);
}

/** One tap, one channel: the scalar twin. */
function oneScalar(block: PixelBlock, x: usize, dy: usize, dw: usize): void {
  const width = block.columns;
  const xStep = block.xColumn;
  const dyStep = block.dyColumn;
  let sum: f32 = 0;
  for (let row = block.rows, start = x; row; row--, start += block.xRow) {
    for (let column = width, at = start; column; column--, at += xStep, dy += dyStep) {
      sum += load<f32>(at) * load<f32>(dy);
    }
  }
  addScalarTo(dw, sum);
}
