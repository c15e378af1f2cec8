import type { Dialect } from '../dialect.js';
import { baseAt } from './field.js';

/** `pair(b, r, c)`: the gradient of a grid's point; one grid gathers those of the whole batch. */
export const gridGradientText: Dialect = `
fn pair(b : i32, r : i32, c : i32) -> vec2f {
  if (U.fieldStep == 1) { return slopes(openField(b), b, r, c); }
  var sum : vec2f = vec2f(0.0, 0.0);
  for (var item : i32 = 0; item < U.batch; item++) { sum += slopes(openField(0), item, r, c); }
  return sum;
}`;

/** `texel(i)`: what output pixel i of the batch adds to each sum, before it is multiplied by a term. */
export const pointSlopesText: { readonly [Kind in 'homography' | 'basis']: Dialect } = {
  basis: `
fn texel(i : i32) -> vec4f {
  let points : i32 = U.outHeight * U.outWidth;
  let b : i32 = i / points;
  let r : i32 = (i - b * points) / U.outWidth;
  let c : i32 = i - b * points - r * U.outWidth;
  return vec4f(slopes(openField(b * U.fieldStep), b, r, c), 0.0, 0.0);
}`,
  // By the numerators of x and y, and by w.
  homography: `
fn texel(i : i32) -> vec4f {
  let points : i32 = U.outHeight * U.outWidth;
  let b : i32 = i / points;
  let r : i32 = (i - b * points) / U.outWidth;
  let c : i32 = i - b * points - r * U.outWidth;
  let field : mat3x3f = openField(b * U.fieldStep);
  let g : vec2f = slopes(field, b, r, c);
  let x : f32 = baseAt(c, U.outWidth);
  let y : f32 = baseAt(r, U.outHeight);
  let w : f32 = homogeneous(field[2], x, y);
  if (w <= 0.0 && !notANumber(w)) { return vec4f(0.0, 0.0, 0.0, 0.0); }
  let nx : f32 = homogeneous(field[0], x, y) / w;
  let ny : f32 = homogeneous(field[1], x, y) / w;
  // Nothing flows back from infinity, where 0 · Infinity is NaN.
  let byX : f32 = select(g.x * nx, 0.0, abs(nx) > 3.4e38);
  let byY : f32 = select(g.y * ny, 0.0, abs(ny) > 3.4e38);
  return vec4f(g.x / w, g.y / w, -(byX + byY) / w, 0.0);
}`,
};

/** `texel(i)`: the sum of one term over one tile, for tile i / terms and term i % terms. */
export const tileSumsText: Dialect = `${baseAt}
// The k-th number that an output pixel's slopes are multiplied with: of a basis, or x, y and 1.
fn termAt(p : i32, k : i32) -> f32 {
  if (U.lanes == 2) {
    let two : vec2f = readBasis(p, k - k % 2);
    return select(two.x, two.y, k % 2 == 1);
  }
  let r : i32 = p / U.outWidth;
  if (k == 0) { return baseAt(p - r * U.outWidth, U.outWidth); }
  return select(1.0, baseAt(r, U.outHeight), k == 1);
}
fn texel(i : i32) -> vec4f {
  let tile : i32 = i / U.terms;
  let k : i32 = i - tile * U.terms;
  let b : i32 = tile / U.tiles;
  let points : i32 = U.outHeight * U.outWidth;
  let begin : i32 = (tile - b * U.tiles) * U.tileSize;
  let end : i32 = min(begin + U.tileSize, points);
  var sum : vec4f = vec4f(0.0, 0.0, 0.0, 0.0);
  for (var p : i32 = begin; p < end; p++) { sum += termAt(p, k) * readSlopes(b * points + p); }
  return sum;
}`;

/**
 * `scalar(i)`: an entry of the matrix's gradient, `[batch, lanes, terms]`, or of the coefficients',
 * `[batch, terms, lanes]`, the tiles added in order.
 */
export const totalText: Dialect = `
fn scalar(i : i32) -> f32 {
  let b : i32 = i / (U.lanes * U.terms);
  let entry : i32 = i - b * U.lanes * U.terms;
  let k : i32 = select(entry / 2, entry % 3, U.lanes == 3);
  let lane : i32 = select(entry % 2, entry / 3, U.lanes == 3);
  let items : i32 = select(U.batch, 1, U.fieldStep == 1);
  var sum : f32 = 0.0;
  for (var tile : i32 = b * U.tiles; tile < (b + items) * U.tiles; tile++) {
    let sums : vec4f = readSums(tile * U.terms + k);
    sum += sums[lane];
  }
  return sum;
}`;
