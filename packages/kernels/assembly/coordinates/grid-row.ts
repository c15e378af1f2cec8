import { SamplingCall } from '../call';
import { hasPointAxis, scaleX, scaleY, shiftOf, storePixels } from './denormalise';

/** Pixel coordinates of `count` grid points `(x, y)`. */
export function gridRow(call: SamplingCall, count: i32, grid: usize): void {
  const width = f32x4.splat(scaleX(call));
  const height = f32x4.splat(scaleY(call));
  const shift = f32x4.splat(shiftOf(call));
  const pointAxis = hasPointAxis(call);
  let s = call.scratch;
  const end = s + ((<usize>(count >> 2)) << 4);
  if (s < end) {
    do {
      const first = v128.load(grid);
      const second = v128.load(grid, 16);
      const nx = v128.shuffle<i32>(first, second, 0, 2, 4, 6);
      const ny = v128.shuffle<i32>(first, second, 1, 3, 5, 7);
      storePixels(s, nx, ny, width, height, shift, pointAxis);
      s += 16;
      grid += 32;
    } while (s < end);
  }
  const rest = count & 3;
  if (rest == 0) return;
  // The last points of a row: reads nothing beyond them.
  let first = v128.load64_zero(grid);
  let second = i32x4.splat(0);
  if (rest > 1) first = v128.load64_lane(grid, first, 1, 8);
  if (rest > 2) second = v128.load64_lane(grid, second, 0, 16);
  const nx = v128.shuffle<i32>(first, second, 0, 2, 4, 6);
  const ny = v128.shuffle<i32>(first, second, 1, 3, 5, 7);
  storePixels(s, nx, ny, width, height, shift, pointAxis);
}
