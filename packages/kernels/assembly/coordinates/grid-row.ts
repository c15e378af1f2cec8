import { PIXEL_X, PIXEL_Y } from '../sampling/scratch';
import { denormalise, keepInfinity, scaleOf, shiftOf } from './denormalise';

/** Pixel coordinates of `count` grid points `(x, y)`, written to PIXEL_X and PIXEL_Y. */
export function gridRow(
  scratch: usize,
  count: i32,
  grid: usize,
  height: i32,
  width: i32,
  alignCorners: bool,
): void {
  const scaleX = f32x4.splat(scaleOf(width, alignCorners));
  const scaleY = f32x4.splat(scaleOf(height, alignCorners));
  const shift = f32x4.splat(shiftOf(alignCorners));
  const onePixelX = alignCorners && width == 1;
  const onePixelY = alignCorners && height == 1;

  for (let i = 0; i < count; i += 4) {
    let first: v128;
    let second: v128;
    if (i + 4 <= count) {
      first = v128.load(grid);
      second = v128.load(grid, 16);
    } else {
      // The last points of a row: nothing behind them is read.
      first = v128.load64_zero(grid);
      second = i32x4.splat(0);
      if (i + 1 < count) first = v128.load64_lane(grid, first, 1, 8);
      if (i + 2 < count) second = v128.load64_lane(grid, second, 0, 16);
    }
    const nx = v128.shuffle<i32>(first, second, 0, 2, 4, 6);
    const ny = v128.shuffle<i32>(first, second, 1, 3, 5, 7);
    let px = denormalise(nx, scaleX, shift);
    let py = denormalise(ny, scaleY, shift);
    if (onePixelX) px = keepInfinity(px, nx);
    if (onePixelY) py = keepInfinity(py, ny);
    v128.store(scratch, px, PIXEL_X);
    v128.store(scratch, py, PIXEL_Y);
    scratch += 16;
    grid += 32;
  }
}
