import { addScalarTo, addTo } from './inline/accumulate';

/**
 * Finds the maximum of one window in four or eight channels, then walks the
 * window again and gives dy to the first position that equals it.
 */
// @inline
function routeVectors(
  two: bool,
  x: usize,
  dy: usize,
  dx: usize,
  height: i32,
  width: i32,
  row: usize,
  pixel: usize,
): void {
  const lowest = f32x4.splat(-Infinity);
  let best0 = lowest;
  let best1 = lowest;
  for (let i = 0, start = x; i < height; i++, start += row) {
    for (let j = 0, from = start; j < width; j++, from += pixel) {
      // pmax(a, b) is `a < b ? b : a`: NaN never wins.
      best0 = f32x4.pmax(best0, v128.load(from));
      if (two) best1 = f32x4.pmax(best1, v128.load(from, 16));
    }
  }
  const dy0 = v128.load(dy);
  const dy1 = two ? v128.load(dy, 16) : dy0;
  let done0 = f32x4.eq(best0, lowest);
  let done1 = f32x4.eq(best1, lowest);
  for (let i = 0; i < height; i++, x += row, dx += row) {
    for (let j = 0, from = x, to = dx; j < width; j++, from += pixel, to += pixel) {
      const here0 = v128.andnot(f32x4.eq(v128.load(from), best0), done0);
      done0 = v128.or(done0, here0);
      addTo(to, v128.and(here0, dy0));
      if (!two) continue;
      const here1 = v128.andnot(f32x4.eq(v128.load(from, 16), best1), done1);
      done1 = v128.or(done1, here1);
      addTo(to + 16, v128.and(here1, dy1));
    }
  }
}

export function routeEight(
  x: usize,
  dy: usize,
  dx: usize,
  height: i32,
  width: i32,
  row: usize,
  pixel: usize,
): void {
  routeVectors(true, x, dy, dx, height, width, row, pixel);
}

export function routeFour(
  x: usize,
  dy: usize,
  dx: usize,
  height: i32,
  width: i32,
  row: usize,
  pixel: usize,
): void {
  routeVectors(false, x, dy, dx, height, width, row, pixel);
}

/** The scalar version: one window, one channel. */
export function routeOne(
  x: usize,
  dy: usize,
  dx: usize,
  height: i32,
  width: i32,
  row: usize,
  pixel: usize,
): void {
  let best: f32 = -Infinity;
  let where: usize = 0;
  for (let i = 0, start: usize = 0; i < height; i++, start += row) {
    for (let j = 0, offset = start; j < width; j++, offset += pixel) {
      const value = load<f32>(x + offset);
      if (value > best) {
        best = value;
        where = offset;
      }
    }
  }
  if (best > -Infinity) addScalarTo(dx + where, load<f32>(dy));
}
