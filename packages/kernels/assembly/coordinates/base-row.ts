import { BASE_X } from '../scratch';

/** Normalised coordinate of an output pixel: (2i + 1) / size - 1, or 2i / (size - 1) - 1. */
export function baseCoordinate(index: i32, size: i32, alignCorners: i32): f32 {
  const doubled: i32 = 2 * index;
  if (!alignCorners) return <f32>(doubled + 1) / <f32>size - 1;
  return size > 1 ? <f32>doubled / <f32>(size - 1) - 1 : 0;
}

/** Writes it for `count` columns of a tile, filled up to a whole vector, to BASE_X. */
export function baseRow(
  scratch: usize,
  first: i32,
  count: i32,
  size: i32,
  alignCorners: i32,
): void {
  let target = scratch + BASE_X;
  if (alignCorners && size == 1) {
    v128.store(target, i32x4.splat(0));
    return;
  }
  const span = f32x4.splat(<f32>(alignCorners ? size - 1 : size));
  const start = 2 * first + (alignCorners ? 0 : 1);
  const end = target + ((<usize>count) << 2);
  let index = i32x4.add(i32x4.splat(start), i32x4(0, 2, 4, 6));
  do {
    v128.store(target, f32x4.sub(f32x4.div(f32x4.convert_i32x4_s(index), span), f32x4.splat(1)));
    index = i32x4.add(index, i32x4.splat(8));
    target += 16;
  } while (target < end);
}
