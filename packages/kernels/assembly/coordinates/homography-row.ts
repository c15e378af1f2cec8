import { BASE_X, DEPTH, PIXEL_X, PIXEL_Y } from '../sampling/scratch';
import { denormalise, keepInfinity, scaleOf, shiftOf } from './denormalise';

/** Whether the third homogeneous coordinate is 1 everywhere. */
export function isAffine(matrix: usize): bool {
  return load<f32>(matrix, 24) == 0 && load<f32>(matrix, 28) == 0 && load<f32>(matrix, 32) == 1;
}

/** Pixel coordinates of a tile row under `[3, 3]` matrix, written to PIXEL_X and PIXEL_Y. */
export function homographyRow(
  scratch: usize,
  count: i32,
  matrix: usize,
  affine: bool,
  y: f32,
  height: i32,
  width: i32,
  alignCorners: bool,
): void {
  const m00 = v128.load32_splat(matrix, 0);
  const m10 = v128.load32_splat(matrix, 12);
  const m20 = v128.load32_splat(matrix, 24);
  const x0 = f32x4.splat(load<f32>(matrix, 4) * y + load<f32>(matrix, 8));
  const y0 = f32x4.splat(load<f32>(matrix, 16) * y + load<f32>(matrix, 20));
  const w0 = f32x4.splat(load<f32>(matrix, 28) * y + load<f32>(matrix, 32));
  const scaleX = f32x4.splat(scaleOf(width, alignCorners));
  const scaleY = f32x4.splat(scaleOf(height, alignCorners));
  const shift = f32x4.splat(shiftOf(alignCorners));
  const onePixelX = alignCorners && width == 1;
  const onePixelY = alignCorners && height == 1;

  for (let end = scratch + (<usize>count << 2); scratch < end; scratch += 16) {
    const base = v128.load(scratch, BASE_X);
    let nx = f32x4.add(f32x4.mul(m00, base), x0);
    let ny = f32x4.add(f32x4.mul(m10, base), y0);
    if (!affine) {
      const w = f32x4.add(f32x4.mul(m20, base), w0);
      v128.store(scratch, w, DEPTH);
      nx = f32x4.div(nx, w);
      ny = f32x4.div(ny, w);
    }
    let px = denormalise(nx, scaleX, shift);
    let py = denormalise(ny, scaleY, shift);
    if (onePixelX) px = keepInfinity(px, nx);
    if (onePixelY) py = keepInfinity(py, ny);
    v128.store(scratch, px, PIXEL_X);
    v128.store(scratch, py, PIXEL_Y);
  }
}

/** Points behind the horizon see nothing, whatever the padding: they go where no padding reaches. */
export function hideBehindHorizon(scratch: usize, count: i32): void {
  const nowhere = f32x4.splat(Infinity as f32);
  for (let end = scratch + (<usize>count << 2); scratch < end; scratch += 16) {
    const behind = f32x4.le(v128.load(scratch, DEPTH), f32x4.splat(0));
    v128.store(scratch, v128.bitselect(nowhere, v128.load(scratch, PIXEL_X), behind), PIXEL_X);
    v128.store(scratch, v128.bitselect(nowhere, v128.load(scratch, PIXEL_Y), behind), PIXEL_Y);
  }
}
