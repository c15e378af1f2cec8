import { SamplingCall } from '../call';
import { BASE_X, DEPTH, PIXEL_X, PIXEL_Y } from '../scratch';
import { baseCoordinate } from './base-row';
import { hasPointAxis, scaleX, scaleY, shiftOf, storePixels } from './denormalise';

/** Whether the third homogeneous coordinate is 1 everywhere. */
export function isAffine(matrix: usize): bool {
  return load<f32>(matrix, 24) == 0 && load<f32>(matrix, 28) == 0 && load<f32>(matrix, 32) == 1;
}

/** Pixel coordinates of a row under a `[3, 3]` matrix, from `s` on; BASE_X has its columns. */
export function homographyRow(
  call: SamplingCall,
  s: usize,
  count: i32,
  row: i32,
  matrix: usize,
): void {
  const y = baseCoordinate(row, call.outHeight, call.alignCorners);
  if (isAffine(matrix)) affineRow(call, s, count, y, matrix);
  else projectiveRow(call, s, count, y, matrix);
}

function affineRow(call: SamplingCall, s: usize, count: i32, y: f32, matrix: usize): void {
  const m00 = v128.load32_splat(matrix, 0);
  const m10 = v128.load32_splat(matrix, 12);
  const x0 = f32x4.splat(load<f32>(matrix, 4) * y + load<f32>(matrix, 8));
  const y0 = f32x4.splat(load<f32>(matrix, 16) * y + load<f32>(matrix, 20));
  const width = f32x4.splat(scaleX(call));
  const height = f32x4.splat(scaleY(call));
  const shift = f32x4.splat(shiftOf(call));
  const pointAxis = hasPointAxis(call);
  let column = call.scratch;
  const end = s + ((<usize>count) << 2);
  do {
    const base = v128.load(column, BASE_X);
    const nx = f32x4.add(f32x4.mul(m00, base), x0);
    const ny = f32x4.add(f32x4.mul(m10, base), y0);
    storePixels(s, nx, ny, width, height, shift, pointAxis);
    column += 16;
    s += 16;
  } while (s < end);
}

function projectiveRow(call: SamplingCall, s: usize, count: i32, y: f32, matrix: usize): void {
  const m00 = v128.load32_splat(matrix, 0);
  const m10 = v128.load32_splat(matrix, 12);
  const m20 = v128.load32_splat(matrix, 24);
  const x0 = f32x4.splat(load<f32>(matrix, 4) * y + load<f32>(matrix, 8));
  const y0 = f32x4.splat(load<f32>(matrix, 16) * y + load<f32>(matrix, 20));
  const w0 = f32x4.splat(load<f32>(matrix, 28) * y + load<f32>(matrix, 32));
  const width = f32x4.splat(scaleX(call));
  const height = f32x4.splat(scaleY(call));
  const shift = f32x4.splat(shiftOf(call));
  const pointAxis = hasPointAxis(call);
  let column = call.scratch;
  const end = s + ((<usize>count) << 2);
  do {
    const base = v128.load(column, BASE_X);
    const w = f32x4.add(f32x4.mul(m20, base), w0);
    const nx = f32x4.div(f32x4.add(f32x4.mul(m00, base), x0), w);
    const ny = f32x4.div(f32x4.add(f32x4.mul(m10, base), y0), w);
    v128.store(s, w, DEPTH);
    storePixels(s, nx, ny, width, height, shift, pointAxis);
    column += 16;
    s += 16;
  } while (s < end);
}

/** Points behind the horizon are outside under every padding: moves them beyond its reach. */
export function maskBehindHorizon(scratch: usize, count: i32): void {
  const end = scratch + ((<usize>count) << 2);
  do {
    const behind = f32x4.le(v128.load(scratch, DEPTH), f32x4.splat(0));
    const nowhere = f32x4.splat(Infinity as f32);
    v128.store(scratch, v128.bitselect(nowhere, v128.load(scratch, PIXEL_X), behind), PIXEL_X);
    v128.store(scratch, v128.bitselect(nowhere, v128.load(scratch, PIXEL_Y), behind), PIXEL_Y);
    scratch += 16;
  } while (scratch < end);
}
