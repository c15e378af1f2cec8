import type { Dialect } from '../dialect.js';

/**
 * `columns(b, r, c, ch)`: the gradient of two pixels of an image under a homography, gathered from the
 * output pixels that read them, in a fixed order.
 *
 * |X - c| < radius and w > 0 are linear in the column of the output for each of its rows, so the
 * columns are an interval. The rows come from the inverse's image of the square around the pixel;
 * where that is no quadrilateral (a singular matrix, a horizon in view, an edge), from the conditions
 * themselves, by Fourier and Motzkin's elimination of the column. Bounds are widened by more than
 * rounding; which pixels count, and with what weight, decides the same computation as in the forward
 * pass.
 *
 * Under padding border a pixel at the edge also collects from all that lies beyond it. Reflection and
 * wrap are not handled.
 */
export const gatherText: Dialect = `
fn weightFor(a : vec4f, index : i32, size : i32) -> f32 {
  let weights : vec4f = weightsOf(a);
  let first : i32 = i32(a.x) - BEFORE;
  var sum : f32 = 0.0;
  for (var j : i32 = 0; j < TAPS; j++) {
    // As place has it for the two paddings that are handled, and a pixel of the image.
    let at : i32 = select(clamp(first + j, 0, size - 1), first + j, U.padding == 0);
    sum += select(0.0, weights[j], at == index);
  }
  return sum;
}
fn pixelToNormal(p : f32, size : i32) -> f32 {
  if (U.alignCorners == 0) { return (2.0 * p + 1.0) / f32(size) - 1.0; }
  return p * 2.0 / max(f32(size - 1), 1.0) - 1.0;
}
fn normalToIndex(n : f32, size : i32) -> f32 {
  if (U.alignCorners == 0) { return ((n + 1.0) * f32(size) - 1.0) / 2.0; }
  return (n + 1.0) / 2.0 * f32(size - 1);
}
fn sizeOf(row : vec3f) -> f32 { return abs(row.x) + abs(row.y) + abs(row.z); }
fn isInfinite(x : f32) -> bool { return abs(x) > 3.4e38; }
// 0 for a slope that counts as none.
fn inverseOf(slope : f32) -> f32 { return select(1.0 / slope, 0.0, abs(slope) < 1.0e-37); }
// The part of (low, high) where slope · x + constant > 0.
fn cut(range : vec2f, inverse : f32, constant : f32) -> vec2f {
  let at : f32 = -constant * inverse;
  if (inverse == 0.0) { return select(vec2f(2.0, -2.0), range, constant > 0.0); }
  if (inverse > 0.0) { return vec2f(max(range.x, at), range.y); }
  return vec2f(range.x, min(range.y, at));
}
// Whether an axis's pixel can be read where its row of the matrix is infinite, or that of w.
fn canBeRead(index : i32, size : i32, ofAxis : f32, ofW : f32, radius : f32) -> bool {
  if (isInfinite(ofAxis)) { return U.padding != 0 && (index == 0 || index == size - 1); }
  return !isInfinite(ofW) || abs(f32(index) - toPixel(0.0, size)) < radius;
}
fn rowsBetween(top : f32, bottom : f32) -> vec2f {
  let last : f32 = f32(U.outHeight - 1);
  return vec2f(
    clamp(ceil(normalToIndex(top, U.outHeight) - 0.5), 0.0, last + 1.0),
    clamp(floor(normalToIndex(bottom, U.outHeight) + 0.5), -1.0, last));
}
// The first and last row that can read a pixel, and 1 if they are known.
fn rowsOf(m : mat3x3f, low : vec2f, high : vec2f) -> vec3f {
  let a10 : f32 = m[1].z * m[2].x - m[1].x * m[2].z;
  let a11 : f32 = m[0].x * m[2].z - m[0].z * m[2].x;
  let a12 : f32 = m[0].z * m[1].x - m[0].x * m[1].z;
  let a20 : f32 = m[1].x * m[2].y - m[1].y * m[2].x;
  let a21 : f32 = m[0].y * m[2].x - m[0].x * m[2].y;
  let a22 : f32 = m[0].x * m[1].y - m[0].y * m[1].x;
  let det : f32 = m[0].z * a20 + m[1].z * a21 + m[2].z * a22;
  let side : f32 = select(-1.0, 1.0, det > 0.0);
  let w : vec4f = side * vec4f(
    a20 * low.x + a21 * low.y + a22, a20 * high.x + a21 * low.y + a22,
    a20 * low.x + a21 * high.y + a22, a20 * high.x + a21 * high.y + a22);
  let y : vec4f = side * vec4f(
    a10 * low.x + a11 * low.y + a12, a10 * high.x + a11 * low.y + a12,
    a10 * low.x + a11 * high.y + a12, a10 * high.x + a11 * high.y + a12) / w;
  let top : f32 = min(min(y.x, y.y), min(y.z, y.w));
  let bottom : f32 = max(max(y.x, y.y), max(y.z, y.w));
  let size : f32 = max(max(abs(m[0].x), abs(m[0].y)), max(abs(m[1].x), abs(m[1].y)));
  let usual : bool = min(min(w.x, w.y), min(w.z, w.w)) > 0.0
    && abs(det) > 1.0e-3 * size * size * abs(m[2].z) && abs(top) < 1.0e6 && abs(bottom) < 1.0e6;
  return vec3f(rowsBetween(top, bottom), select(0.0, 1.0, usual));
}
// What p · (x, y, 1) > 0 leaves of a range of y, for any x.
fn meetAlone(range : vec2f, p : vec3f) -> vec2f {
  return cut(range, inverseOf(p.y), p.z + 1.0e-6 * (abs(p.y) + abs(p.z)) + 1.002 * abs(p.x));
}
// What two conditions leave together, if one limits x from below and the other from above.
fn meet(range : vec2f, p : vec3f, q : vec3f) -> vec2f {
  if (!(p.x * q.x < 0.0)) { return range; }
  let left : vec3f = abs(q.x) * p;
  let right : vec3f = abs(p.x) * q;
  let slack : f32 = 1.0e-6 * (abs(left.y) + abs(left.z) + abs(right.y) + abs(right.z));
  return cut(range, inverseOf(left.y + right.y), left.z + right.z + slack);
}
fn rowsAmong(w : vec3f, left : vec3f, right : vec3f, top : vec3f, bottom : vec3f) -> vec2f {
  var range : vec2f = vec2f(-1.001, 1.001);
  range = meetAlone(meetAlone(meetAlone(meetAlone(meetAlone(range, w), left), right), top), bottom);
  range = meet(meet(meet(meet(range, w, left), w, right), w, top), w, bottom);
  range = meet(meet(meet(range, left, right), left, top), left, bottom);
  range = meet(meet(meet(range, right, top), right, bottom), top, bottom);
  return rowsBetween(range.x, range.y);
}
fn gather(b : i32, r : i32, c : i32, ch : i32) -> bool {
  let m : mat3x3f = openField(b * U.fieldStep);
  let end : i32 = min(c + 1, U.inWidth - 1);
  let radius : f32 = select(f32(U.taps) / 2.0, 0.5, U.taps == 1) + 0.01;
  let sx : f32 = sizeOf(m[0]);
  let sy : f32 = sizeOf(m[1]);
  let sw : f32 = sizeOf(m[2]);
  if (notANumber(sx) || notANumber(sy) || notANumber(sw)) { return false; }
  if (!canBeRead(r, U.inHeight, sy, sw, radius)) { return false; }
  if (!canBeRead(c, U.inWidth, sx, sw, radius) && !canBeRead(end, U.inWidth, sx, sw, radius)) {
    return false;
  }
  // Infinite, or too large for what follows.
  let everywhere : bool = max(sx, max(sy, sw)) > 1.0e15;
  let edges : bool = U.padding != 0;
  let allX : bool = everywhere || (U.alignCorners == 1 && U.inWidth == 1);
  let allY : bool = everywhere || (U.alignCorners == 1 && U.inHeight == 1);
  let openLeft : bool = allX || (edges && c == 0);
  let openRight : bool = allX || (edges && end == U.inWidth - 1);
  let openTop : bool = allY || (edges && r == 0);
  let openBottom : bool = allY || (edges && r == U.inHeight - 1);
  let low : vec2f = vec2f(
    pixelToNormal(f32(c) - radius, U.inWidth), pixelToNormal(f32(r) - radius, U.inHeight));
  let high : vec2f = vec2f(
    pixelToNormal(f32(end) + radius, U.inWidth), pixelToNormal(f32(r) + radius, U.inHeight));
  // Of the order of what the sums below lose by cancellation.
  let slackX : f32 = 1.0e-6 * (sx + max(abs(low.x), abs(high.x)) * sw);
  let slackY : f32 = 1.0e-6 * (sy + max(abs(low.y), abs(high.y)) * sw);
  let found : vec3f = rowsOf(m, low, high);
  var rows : vec2f = found.xy;
  let open : bool = openLeft || openRight || openTop || openBottom;
  let always : vec3f = vec3f(0.0, 0.0, 1.0);
  // A loop, which software GPUs skip; they compute both sides of a branch.
  for (var once : i32 = select(0, 1, found.z > 0.0 && !open); once < 1; once++) {
    rows = rowsAmong(
      select(m[2], always, everywhere),
      select(m[0] - low.x * m[2] + vec3f(0.0, 0.0, slackX), always, openLeft),
      select(high.x * m[2] - m[0] + vec3f(0.0, 0.0, slackX), always, openRight),
      select(m[1] - low.y * m[2] + vec3f(0.0, 0.0, slackY), always, openTop),
      select(high.y * m[2] - m[1] + vec3f(0.0, 0.0, slackY), always, openBottom));
  }
  let ofW : f32 = inverseOf(m[2].x);
  let ofLeft : f32 = inverseOf(m[0].x - low.x * m[2].x);
  let ofRight : f32 = inverseOf(high.x * m[2].x - m[0].x);
  let ofTop : f32 = inverseOf(m[1].x - low.y * m[2].x);
  let ofBottom : f32 = inverseOf(high.y * m[2].x - m[1].x);
  for (var v : i32 = i32(rows.x); v <= i32(rows.y); v++) {
    let q : vec3f = openRow(m, v);
    var range : vec2f = vec2f(-1.001, 1.001);
    if (!everywhere) { range = cut(range, ofW, q.z); }
    if (!openLeft) { range = cut(range, ofLeft, q.x - low.x * q.z + slackX); }
    if (!openRight) { range = cut(range, ofRight, high.x * q.z - q.x + slackX); }
    if (!openTop) { range = cut(range, ofTop, q.y - low.y * q.z + slackY); }
    if (!openBottom) { range = cut(range, ofBottom, high.y * q.z - q.y + slackY); }
    if (range.x <= range.y) {
      let last : f32 = f32(U.outWidth - 1);
      let begin : i32 = i32(clamp(ceil(normalToIndex(range.x, U.outWidth) - 0.01), 0.0, last + 1.0));
      let stop : i32 = i32(clamp(floor(normalToIndex(range.y, U.outWidth) + 0.01), -1.0, last));
      for (var u : i32 = begin; u <= stop; u++) {
        let p : vec3f = lookAlong(m, q, u);
        if (p.z > 0.0 && !notANumber(p.x) && !notANumber(p.y)) {
          let ax : vec4f = axisOf(p.x, U.inWidth);
          let ay : vec4f = axisOf(p.y, U.inHeight);
          let seen : bool = U.padding != 0 || ax.w * ay.w > 0.0;
          let along : f32 = select(0.0, weightFor(ay, r, U.inHeight), seen);
          let d : V = readDy(b, v, u, ch);
          here += weighted(along * weightFor(ax, c, U.inWidth), d);
          next += weighted(along * weightFor(ax, c + 1, U.inWidth), d);
        }
      }
    }
  }
  return true;
}
fn columns(b : i32, r : i32, c : i32, ch : i32) -> bool {
  let items : i32 = select(U.batch, 1, U.imageStep == 1);
  for (var item : i32 = b; item < b + items; item++) { gather(item, r, c, ch); }
  return true;
}`;
