import type { Dialect } from '../dialect.js';

/** A pixel of the image, or the fill value: without a branch, so that taps share their addresses. */
const tap: Dialect = `
fn tap(b : i32, y : i32, x : i32, ch : i32, fill : V) -> V {
  let pixel : V = readImage(b, max(y, 0), max(x, 0), ch);
  return select(pixel, fill, y < 0 || x < 0);
}
fn fillAt(ch : i32) -> V {
  var fill : V = V(U.fillValue);
  // A loop, which software GPUs skip; they compute both sides of a branch.
  for (var once : i32 = U.fills; once > 0; once--) { fill = readFill(ch); }
  return fill;
}`;

/** `value(b, r, c, ch)`: an output value. */
export const forwardText: Dialect = `${tap}
fn value(b : i32, r : i32, c : i32, ch : i32) -> V {
  let fill : V = fillAt(ch);
  let p : vec3f = lookAt(openField(b * U.fieldStep), r, c);
  if (p.z == 0.0) { return fill; }
  if (notANumber(p.x) || notANumber(p.y)) { return V(U.NAN); }
  let ax : vec4f = axisOf(p.x, U.inWidth);
  let ay : vec4f = axisOf(p.y, U.inHeight);
  if (U.padding == 0 && ax.w * ay.w == 0.0) { return fill; }
  let wx : vec4f = weightsOf(ax);
  let wy : vec4f = weightsOf(ay);
  let xs : vec4i = placesOf(ax, U.inWidth);
  let ys : vec4i = placesOf(ay, U.inHeight);
  var sum : V = V(0.0);
  for (var j : i32 = 0; j < TAPS; j++) {
    var row : V = V(0.0);
    for (var i : i32 = 0; i < TAPS; i++) {
      row += weighted(wx[i], tap(b * U.imageStep, ys[j], xs[i], ch, fill));
    }
    sum += weighted(wy[j], row);
  }
  return sum;
}`;

/**
 * `slopes(field, b, r, c)`: Σ over channels of dy times the slope of the output in the normalised
 * input coordinates x and y; 0 far outside and behind the horizon, NaN where a coordinate is NaN.
 */
export const slopesText: Dialect = `${tap}
fn slopes(field : FIELD, b : i32, r : i32, c : i32) -> vec2f {
  let p : vec3f = lookAt(field, r, c);
  if (p.z == 0.0) { return vec2f(0.0, 0.0); }
  if (notANumber(p.x) || notANumber(p.y)) { return vec2f(U.NAN, U.NAN); }
  let ax : vec4f = axisOf(p.x, U.inWidth);
  let ay : vec4f = axisOf(p.y, U.inHeight);
  if ((ax.z == 0.0 && ay.z == 0.0) || (U.padding == 0 && ax.w * ay.w == 0.0)) {
    return vec2f(0.0, 0.0);
  }
  let wx : vec4f = weightsOf(ax);
  let wy : vec4f = weightsOf(ay);
  let sx : vec4f = slopesOf(ax);
  let sy : vec4f = slopesOf(ay);
  var alongX : f32 = 0.0;
  var alongY : f32 = 0.0;
  let xs : vec4i = placesOf(ax, U.inWidth);
  let ys : vec4i = placesOf(ay, U.inHeight);
  for (var ch : i32 = 0; ch < U.channels; ch += STEP) {
    let fill : V = fillAt(ch);
    var byX : V = V(0.0);
    var byY : V = V(0.0);
    for (var j : i32 = 0; j < TAPS; j++) {
      var row : V = V(0.0);
      var rowSlope : V = V(0.0);
      for (var i : i32 = 0; i < TAPS; i++) {
        let pixel : V = tap(b * U.imageStep, ys[j], xs[i], ch, fill);
        row += weighted(wx[i], pixel);
        rowSlope += weighted(sx[i], pixel);
      }
      byX += weighted(wy[j], rowSlope);
      byY += weighted(sy[j], row);
    }
    let d : V = readDy(b, r, c, ch);
    alongX += dotV(d, byX, ch);
    alongY += dotV(d, byY, ch);
  }
  let less : i32 = U.alignCorners;
  return vec2f(
    select(alongX * ax.z * (f32(U.inWidth - less) / 2.0), 0.0, ax.z == 0.0),
    select(alongY * ay.z * (f32(U.inHeight - less) / 2.0), 0.0, ay.z == 0.0));
}`;

/**
 * `texel(i)`: which taps output pixel i reads: the first column and row, and the offsets from them,
 * -1 where a point far outside reads that one alone. An offset of -2 is that of a point that reads none.
 */
export const tapsText: Dialect = `
fn texel(i : i32) -> vec4f {
  let row : i32 = i / U.outWidth;
  let b : i32 = row / U.outHeight;
  let p : vec3f = lookAt(openField(b * U.fieldStep), row - b * U.outHeight, i - row * U.outWidth);
  if (p.z == 0.0 || notANumber(p.x) || notANumber(p.y)) { return vec4f(0.0, 0.0, -2.0, 0.0); }
  let ax : vec4f = axisOf(p.x, U.inWidth);
  let ay : vec4f = axisOf(p.y, U.inHeight);
  if (U.padding == 0 && ax.w * ay.w == 0.0) { return vec4f(0.0, 0.0, -2.0, 0.0); }
  return vec4f(
    ax.x, ay.x, select(-1.0, ax.y, ax.w > 0.0), select(-1.0, ay.y, ay.w > 0.0));
}`;
