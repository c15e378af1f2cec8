import { scaleOf } from './coordinates/denormalise';
import { gridRow } from './coordinates/grid-row';
import { normaliseGradient } from './coordinates/normalise-gradient';
import { padRow } from './coordinates/pad-row';
import { reduceGridRow } from './coordinates/reduce-grid-row';
import { backpropImageRow } from './sampling/bilinear/backprop-image-row';
import { backpropPointRow } from './sampling/bilinear/backprop-point-row';
import { forwardRow } from './sampling/bilinear/forward-row';
import { BACKPROP_IMAGE, FORWARD } from './sampling/options';
import {
  FACTOR_X,
  FACTOR_Y,
  GRADIENT_X,
  GRADIENT_Y,
  PIXEL_X,
  PIXEL_Y,
  TILE_ROWS,
  tileColumns,
} from './sampling/scratch';

/**
 * Samples rows `[rowBegin, rowEnd)` of one output image at its grid, or takes a gradient back
 * through that.
 *
 * @param task as in `homography_bilinear_f32`; BACKPROP_FIELD adds to `gradient`
 * @param gradient of the grid's shape
 */
export function grid_bilinear_f32(
  task: i32,
  scratch: usize,
  image: usize,
  height: i32,
  width: i32,
  channels: i32,
  grid: usize,
  gradient: usize,
  output: usize,
  outWidth: i32,
  alignCorners: bool,
  padding: i32,
  fill: usize,
  rowBegin: i32,
  rowEnd: i32,
): void {
  const pixelBytes = <usize>channels << 2;
  const columns = tileColumns(channels);
  const differentiates = task != FORWARD && task != BACKPROP_IMAGE;
  const factorX = differentiates ? scratch + FACTOR_X : 0;
  const factorY = differentiates ? scratch + FACTOR_Y : 0;
  for (let top = rowBegin; top < rowEnd; top += TILE_ROWS) {
    const bottom = min(top + TILE_ROWS, rowEnd);
    for (let left = 0; left < outWidth; left += columns) {
      const count = min(columns, outWidth - left);
      for (let row = top; row < bottom; row++) {
        const point = <usize>row * outWidth + left;
        const target = output + point * pixelBytes;
        gridRow(scratch, count, grid + (point << 3), height, width, alignCorners);
        padRow(scratch + PIXEL_X, factorX, count, width, padding, alignCorners);
        padRow(scratch + PIXEL_Y, factorY, count, height, padding, alignCorners);
        if (task == FORWARD) {
          forwardRow(scratch, count, image, height, width, channels, padding, fill, target);
        } else if (task == BACKPROP_IMAGE) {
          backpropImageRow(scratch, count, image, height, width, channels, padding, target);
        } else {
          backpropPointRow(scratch, count, image, height, width, channels, padding, fill, target);
          const scaleX = scaleOf(width, alignCorners);
          const scaleY = scaleOf(height, alignCorners);
          normaliseGradient(scratch + GRADIENT_X, factorX, count, scaleX, padding);
          normaliseGradient(scratch + GRADIENT_Y, factorY, count, scaleY, padding);
          reduceGridRow(scratch, count, gradient + (point << 3));
        }
      }
    }
  }
}
