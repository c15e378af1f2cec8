import type { SamplingField } from '@tfjs-stn/core';

import type { Dialect } from '../dialect.js';

/** What a field's own numbers are, read once per item: the type that `FIELD` stands for. */
export const fieldTypes: { readonly [Kind in SamplingField['kind']]: string } = {
  homography: 'mat3x3f',
  basis: 'i32',
  grid: 'i32',
};

/** From normalised to pixel coordinates, in PyTorch's order of evaluation. */
const toPixel: Dialect = `
fn toPixel(n : f32, size : i32) -> f32 {
  if (U.alignCorners == 0) { return ((n + 1.0) * f32(size) - 1.0) / 2.0; }
  if (size > 1) { return (n + 1.0) / 2.0 * f32(size - 1); }
  // Infinity stays far outside on an axis of one pixel, and NaN stays NaN.
  return select(0.0, n, notANumber(n) || abs(n) > 3.4e38);
}`;

/** The normalised coordinate of an output pixel. */
export const baseAt: Dialect = `
fn baseAt(i : i32, size : i32) -> f32 {
  let span : i32 = size - U.alignCorners;
  let n : f32 = f32(2 * i + 1 - U.alignCorners) / f32(max(span, 1)) - 1.0;
  return select(n, 0.0, span == 0);
}`;

/**
 * `lookAt(field, row, column)`: where an output pixel looks, as its column and row in the image in
 * pixels, and 0 behind a homography's horizon, else 1.
 */
export const fieldText: { readonly [Kind in SamplingField['kind']]: Dialect } = {
  homography: `${toPixel}
fn openField(b : i32) -> mat3x3f { return readMatrix(b); }
${baseAt}
fn homogeneous(row : vec3f, x : f32, y : f32) -> f32 { return row.x * x + (row.y * y + row.z); }
// What a row of output pixels has in common.
fn openRow(field : mat3x3f, r : i32) -> vec3f {
  let y : f32 = baseAt(r, U.outHeight);
  return vec3f(
    field[0].y * y + field[0].z, field[1].y * y + field[1].z, field[2].y * y + field[2].z);
}
fn lookAlong(field : mat3x3f, row : vec3f, c : i32) -> vec3f {
  let x : f32 = baseAt(c, U.outWidth);
  let w : f32 = field[2].x * x + row.z;
  // Compilers may assume that there is no NaN, and turn the comparison round.
  if (w <= 0.0 && !notANumber(w)) { return vec3f(0.0, 0.0, 0.0); }
  return vec3f(
    toPixel((field[0].x * x + row.x) / w, U.inWidth),
    toPixel((field[1].x * x + row.y) / w, U.inHeight), 1.0);
}
fn lookAt(field : mat3x3f, r : i32, c : i32) -> vec3f {
  return lookAlong(field, openRow(field, r), c);
}`,
  grid: `${toPixel}
fn openField(b : i32) -> i32 { return b; }
fn lookAt(field : i32, r : i32, c : i32) -> vec3f {
  let n : vec2f = readGrid(field, r, c);
  return vec3f(toPixel(n.x, U.inWidth), toPixel(n.y, U.inHeight), 1.0);
}`,
  basis: `${toPixel}
fn openField(b : i32) -> i32 { return b; }
fn lookAt(field : i32, r : i32, c : i32) -> vec3f {
  let p : i32 = r * U.outWidth + c;
  var n : vec2f = vec2f(0.0, 0.0);
  for (var k : i32 = 0; k < U.terms; k += 2) {
    let two : vec2f = readBasis(p, k);
    let coefficients : vec4f = readCoefficients(field, k);
    n += two.x * coefficients.xy;
    if (k + 1 < U.terms) { n += two.y * coefficients.zw; }
  }
  return vec3f(toPixel(n.x, U.inWidth), toPixel(n.y, U.inHeight), 1.0);
}`,
};
