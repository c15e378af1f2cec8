import { addScalarTo, multiplyAdd } from './inline/accumulate';
import { PixelBlock } from './pixel-block';

/**
 * Four taps by one output channel, for gradients of fewer than four channels,
 * which hold no vector to load. The first `skip` taps add nothing.
 */
export function outer4x1(block: PixelBlock, x: usize, dy: usize, dw: usize, skip: i32): void {
  const width = block.columns;
  const xStep = block.xColumn;
  const dyStep = block.dyColumn;
  let sum = f32x4.splat(0);
  for (let image = block.images; image; image--, x += block.xImage) {
    for (let row = block.rows, rowStart = x; row; row--, rowStart += block.xRow) {
      for (let column = width, at = rowStart; column; column--, at += xStep, dy += dyStep) {
        sum = multiplyAdd(sum, v128.load(at), v128.load_splat<f32>(dy));
      }
    }
  }
  if (skip < 1) addScalarTo(dw, f32x4.extract_lane(sum, 0));
  if (skip < 2) addScalarTo(dw + dyStep, f32x4.extract_lane(sum, 1));
  if (skip < 3) addScalarTo(dw + 2 * dyStep, f32x4.extract_lane(sum, 2));
  addScalarTo(dw + 3 * dyStep, f32x4.extract_lane(sum, 3));
}

/** One tap by one output channel: the scalar twin of every tile. */
export function outer1x1(block: PixelBlock, x: usize, dy: usize, dw: usize): void {
  const width = block.columns;
  const xStep = block.xColumn;
  const dyStep = block.dyColumn;
  let sum: f32 = 0;
  for (let image = block.images; image; image--, x += block.xImage) {
    for (let row = block.rows, rowStart = x; row; row--, rowStart += block.xRow) {
      for (let column = width, at = rowStart; column; column--, at += xStep, dy += dyStep) {
        sum += load<f32>(at) * load<f32>(dy);
      }
    }
  }
  addScalarTo(dw, sum);
}
