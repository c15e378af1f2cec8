import { baseCoordinate, baseRow } from './coordinates/base-row';
import { scaleOf } from './coordinates/denormalise';
import { hideBehindHorizon, homographyRow, isAffine } from './coordinates/homography-row';
import { normaliseGradient } from './coordinates/normalise-gradient';
import { padRow } from './coordinates/pad-row';
import { reduceHomographyRow } from './coordinates/reduce-homography-row';
import { backpropImageRow } from './sampling/bilinear/backprop-image-row';
import { backpropPointRow } from './sampling/bilinear/backprop-point-row';
import { forwardRow } from './sampling/bilinear/forward-row';
import { BACKPROP_IMAGE, FORWARD } from './sampling/options';
import {
  BASE_X,
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
 * Warps rows `[rowBegin, rowEnd)` of one output image by one `[3, 3]` matrix, or takes a gradient
 * back through that.
 *
 * @param task FORWARD reads `image` and writes `output`; BACKPROP_IMAGE reads `output` as the
 *   upstream gradient and adds to `image`; BACKPROP_FIELD reads both and adds to `sums`
 * @param fill one float per channel, or 0 for none
 * @param sums nine float64
 */
export function homography_bilinear_f32(
  task: i32,
  scratch: usize,
  image: usize,
  height: i32,
  width: i32,
  channels: i32,
  matrix: usize,
  sums: usize,
  output: usize,
  outHeight: i32,
  outWidth: i32,
  alignCorners: bool,
  padding: i32,
  fill: usize,
  rowBegin: i32,
  rowEnd: i32,
): void {
  const affine = isAffine(matrix);
  const pixelBytes = <usize>channels << 2;
  const columns = tileColumns(channels);
  const differentiates = task != FORWARD && task != BACKPROP_IMAGE;
  const factorX = differentiates ? scratch + FACTOR_X : 0;
  const factorY = differentiates ? scratch + FACTOR_Y : 0;
  for (let top = rowBegin; top < rowEnd; top += TILE_ROWS) {
    const bottom = min(top + TILE_ROWS, rowEnd);
    for (let left = 0; left < outWidth; left += columns) {
      const count = min(columns, outWidth - left);
      baseRow(scratch + BASE_X, left, outWidth, alignCorners);
      for (let row = top; row < bottom; row++) {
        const y = baseCoordinate(row, outHeight, alignCorners);
        const target = output + (<usize>row * outWidth + left) * pixelBytes;
        homographyRow(scratch, count, matrix, affine, y, height, width, alignCorners);
        padRow(scratch + PIXEL_X, factorX, count, width, padding, alignCorners);
        padRow(scratch + PIXEL_Y, factorY, count, height, padding, alignCorners);
        if (!affine) hideBehindHorizon(scratch, count);
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
          reduceHomographyRow(scratch, count, matrix, affine, y, sums);
        }
      }
    }
  }
}
