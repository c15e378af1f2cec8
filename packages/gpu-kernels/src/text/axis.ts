import type { Dialect } from '../dialect.js';

/** How many neighbours per axis a program reads: nearest is the case of two whose second has no weight. */
export type Taps = 2 | 4;

const weighted: Dialect = `
// A weight of 0 leaves out infinity and NaN.
fn weighted(weight : f32, value : V) -> V {
  return select(weight * value, V(0.0), weight == 0.0);
}`;

const reflect: Dialect = `
fn reflected(p : f32, size : i32) -> vec2f {
  let low : f32 = select(0.0, -0.5, U.alignCorners == 0);
  let span : f32 = f32(select(size - 1, size, U.alignCorners == 0));
  if (span == 0.0) { return vec2f(0.0, 0.0); }
  let fromLow : f32 = p - low;
  let far : f32 = abs(fromLow);
  let flips : f32 = floor(far / span);
  let rest : f32 = far - flips * span;
  let odd : f32 = flips - floor(flips / 2.0) * 2.0;
  let towards : f32 = 1.0 - 2.0 * odd;
  return vec2f(towards * rest + odd * span + low, select(towards, -towards, fromLow < 0.0));
}`;

const wrap: Dialect = `
fn wrapped(i : i32, size : i32) -> i32 {
  // In floats, since % of negative numbers is undefined; the quotient may be one off.
  let left : i32 = i - i32(floor(f32(i) / f32(size))) * size;
  return select(select(left, left - size, left >= size), left + size, left < 0);
}`;

/** What is beyond 2^24 pixels, and infinity, reads one pixel at the edge. */
const far: Dialect = `
  if (abs(p) > 16777216.0) { return vec4f(clamp(p, 0.0, f32(size - 1)), 0.0, 0.0, 0.0); }`;

/**
 * What padding folds is in loops of one turn or none: software GPUs skip those, and compute both sides
 * of a branch.
 *
 * `axisOf(p, size)`: the tap at or below a pixel coordinate that is not NaN, the offset from it, the
 * derivative of the padded coordinate, and 0 if p is far outside, else 1.
 *
 * `placesOf(a, size)`: the pixels that the taps read, or -1 for the fill value.
 *
 * `weightsOf(a)` and `slopesOf(a)`: the weights of the taps from `i32(a.x) - BEFORE` on, and their
 * derivatives in the offset.
 */
export const axisText: { readonly [Count in Taps]: Dialect } = {
  2: `${weighted}${reflect}${wrap}
fn axisOf(p : f32, size : i32) -> vec4f {${far}
  var moved : vec2f = vec2f(p, 1.0);
  for (var once : i32 = select(1, 0, FOLDS && U.padding == 2); once < 1; once++) { moved = reflected(p, size); }
  if (U.padding == 1 || U.padding == 2) {
    let last : f32 = f32(size - 1);
    let inside : bool = moved.x > 0.0 && moved.x < last;
    moved = vec2f(clamp(moved.x, 0.0, last), select(0.0, moved.y, inside));
  }
  if (U.taps == 1) { return vec4f(roundHalfEven(moved.x), 0.0, 0.0, 1.0); }
  let first : f32 = floor(moved.x);
  return vec4f(first, moved.x - first, moved.y, 1.0);
}
fn place(i : i32, size : i32) -> i32 {
  var index : i32 = clamp(i, 0, size - 1);
  return select(index, -1, U.padding == 0 && index != i);
}
fn placesOf(a : vec4f, size : i32) -> vec4i {
  let i : i32 = i32(a.x);
  var places : vec4i = vec4i(place(i, size), place(i + 1, size), -1, -1);
  for (var once : i32 = select(1, 0, FOLDS && U.padding == 3); once < 1; once++) {
    places = vec4i(wrapped(i, size), wrapped(i + 1, size), -1, -1);
  }
  return places;
}
fn weightsOf(a : vec4f) -> vec4f { return vec4f(1.0 - a.y, a.y, 0.0, 0.0); }
fn slopesOf(a : vec4f) -> vec4f { return vec4f(-1.0, 1.0, 0.0, 0.0); }
`,
  4: `${weighted}${reflect}${wrap}
fn axisOf(p : f32, size : i32) -> vec4f {${far}
  let first : f32 = floor(p);
  return vec4f(first, p - first, 1.0, 1.0);
}
fn place(i : i32, size : i32) -> i32 {
  var index : i32 = clamp(i, 0, size - 1);
  return select(index, -1, U.padding == 0 && index != i);
}
fn folded(i : i32, size : i32) -> i32 {
  if (U.padding == 3) { return wrapped(i, size); }
  return i32(clamp(reflected(f32(i), size).x, 0.0, f32(size - 1)));
}
fn placesOf(a : vec4f, size : i32) -> vec4i {
  let i : i32 = i32(a.x) - 1;
  var places : vec4i = vec4i(
    place(i, size), place(i + 1, size), place(i + 2, size), place(i + 3, size));
  for (var once : i32 = select(1, 0, FOLDS && U.padding >= 2); once < 1; once++) {
    places = vec4i(
      folded(i, size), folded(i + 1, size), folded(i + 2, size), folded(i + 3, size));
  }
  return places;
}
fn inner(d : f32) -> f32 { return ((U.cubic + 2.0) * d - (U.cubic + 3.0)) * d * d + 1.0; }
fn outer(d : f32) -> f32 { return U.cubic * (((d - 5.0) * d + 8.0) * d - 4.0); }
fn innerSlope(d : f32) -> f32 { return (3.0 * (U.cubic + 2.0) * d - 2.0 * (U.cubic + 3.0)) * d; }
fn outerSlope(d : f32) -> f32 { return U.cubic * ((3.0 * d - 10.0) * d + 8.0); }
fn weightsOf(a : vec4f) -> vec4f {
  if (a.w == 0.0) { return vec4f(0.0, 1.0, 0.0, 0.0); }
  return vec4f(outer(1.0 + a.y), inner(a.y), inner(1.0 - a.y), outer(2.0 - a.y));
}
fn slopesOf(a : vec4f) -> vec4f {
  return vec4f(
    outerSlope(1.0 + a.y), innerSlope(a.y), -innerSlope(1.0 - a.y), -outerSlope(2.0 - a.y));
}
`,
};
