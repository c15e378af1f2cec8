import { TILE } from '../sampling/scratch';

/** Normalised coordinate of an output pixel: (2i + 1) / size - 1, or 2i / (size - 1) - 1. */
export function baseCoordinate(index: i32, size: i32, alignCorners: bool): f32 {
  const doubled: i32 = 2 * index;
  if (!alignCorners) return <f32>(doubled + 1) / <f32>size - 1;
  return size > 1 ? <f32>doubled / <f32>(size - 1) - 1 : 0;
}

/** The same for a whole tile of columns. */
export function baseRow(target: usize, first: i32, size: i32, alignCorners: bool): void {
  if (alignCorners && size == 1) {
    memory.fill(target, 0, TILE * 4);
    return;
  }
  const span = f32x4.splat(<f32>(alignCorners ? size - 1 : size));
  const one = f32x4.splat(1);
  const start = 2 * first + (alignCorners ? 0 : 1);
  let index = i32x4.add(i32x4.splat(start), i32x4(0, 2, 4, 6));
  for (let end = target + TILE * 4; target < end; target += 16) {
    v128.store(target, f32x4.sub(f32x4.div(f32x4.convert_i32x4_s(index), span), one));
    index = i32x4.add(index, i32x4.splat(8));
  }
}
