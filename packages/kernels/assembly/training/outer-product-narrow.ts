import { addScalarTo, multiplyAdd } from './inline/accumulate';
import { columns, dyColumn, images, rows, xColumn, xImage, xRow } from './pixel-block';

/**
 * Four taps by one output channel, for gradients of fewer than four channels,
 * which hold no vector to load. The first `skip` taps add nothing.
 */
export function outer4x1(x: usize, dy: usize, dw: usize, skip: i32): void {
  let sum = f32x4.splat(0);
  for (let image = images; image; --image, x += xImage) {
    for (let row = rows, rowStart = x; row; --row, rowStart += xRow) {
      for (let column = columns, at = rowStart; column; --column, at += xColumn, dy += dyColumn)
        sum = multiplyAdd(sum, v128.load(at), v128.load_splat<f32>(dy));
    }
  }
  if (skip < 1) addScalarTo(dw, f32x4.extract_lane(sum, 0));
  if (skip < 2) addScalarTo(dw + dyColumn, f32x4.extract_lane(sum, 1));
  if (skip < 3) addScalarTo(dw + 2 * dyColumn, f32x4.extract_lane(sum, 2));
  addScalarTo(dw + 3 * dyColumn, f32x4.extract_lane(sum, 3));
}

/** One tap by one output channel: the scalar twin of every tile. */
export function outer1x1(x: usize, dy: usize, dw: usize): void {
  let sum: f32 = 0;
  for (let image = images; image; --image, x += xImage) {
    for (let row = rows, rowStart = x; row; --row, rowStart += xRow) {
      for (let column = columns, at = rowStart; column; --column, at += xColumn, dy += dyColumn)
        sum += load<f32>(at) * load<f32>(dy);
    }
  }
  addScalarTo(dw, sum);
}
