/**
 * The image gradient with atomics, in WGSL alone: GLSL ES 3.00 has none. Floats would be added in any
 * order; integers give the same sum in every order.
 *
 * Every value is a 64-bit integer in two words: a multiple of 2^-37 of the largest power of two in
 * the item's dy. A third word has bits for what is infinite (1, and -1 as 2) and NaN (both).
 */
const scale = 37;

/** `visit(i)`: the largest finite |dy| of each item, as the bits of a float, from 64 values at a time. */
export const largestText: string = `
fn visit(i : i32) {
  let perItem = U.outHeight * U.outWidth * U.channels;
  let end = min((i + 1) * 64, U.batch * perItem);
  var item = i * 64 / perItem;
  var most = 0;
  for (var at = i * 64; at < end; at++) {
    if (at / perItem != item) {
      atomicMax(&result[item * U.imageStep], most);
      item = at / perItem;
      most = 0;
    }
    let bits = bitcast<i32>(dy[at]) & 0x7fffffff;
    if (bits < 0x7f800000) { most = max(most, bits); }
  }
  atomicMax(&result[item * U.imageStep], most);
}`;

/** `visit(i)`: adds output pixel i, weighted, to the pixels that it reads. */
export const scatterText: string = `
fn addTo(at : i32, value : f32, unit : i32) {
  let bits = bitcast<u32>(value);
  let exponent = i32((bits >> 23u) & 255u);
  let fraction = bits & 0x7fffffu;
  let negative = (bits >> 31u) == 1u;
  if (exponent == 255) {
    atomicOr(&result[3 * at + 2], select(select(1, 2, negative), 3, fraction != 0u));
    return;
  }
  let significand = select(fraction | 0x800000u, fraction, exponent == 0);
  let shift = max(exponent, 1) - unit + ${scale} - 23;
  var low = 0u;
  var high = 0u;
  if (shift > 31) { high = significand << u32(shift - 32); }
  else if (shift > 0) {
    low = significand << u32(shift);
    high = significand >> u32(32 - shift);
  }
  else if (shift > -24) { low = significand >> u32(-shift); }
  if (negative) {
    low = ~low + 1u;
    high = ~high + select(0u, 1u, low == 0u);
  }
  let old = bitcast<u32>(atomicAdd(&result[3 * at], bitcast<i32>(low)));
  high += select(0u, 1u, old + low < old);
  if (high != 0u) { atomicAdd(&result[3 * at + 1], bitcast<i32>(high)); }
}
fn visit(i : i32) {
  let row = i / U.outWidth;
  let c = i - row * U.outWidth;
  let b = row / U.outHeight;
  let p = lookAt(openField(b * U.fieldStep), row - b * U.outHeight, c);
  if (p.z == 0.0 || notANumber(p.x) || notANumber(p.y)) { return; }
  let ax = axisOf(p.x, U.inWidth);
  let ay = axisOf(p.y, U.inHeight);
  if (U.padding == 0 && ax.w * ay.w == 0.0) { return; }
  let wx = weightsOf(ax);
  let wy = weightsOf(ay);
  let item = b * U.imageStep;
  let unit = max(largest[item] >> 23u, 1);
  let xs = placesOf(ax, U.inWidth);
  let ys = placesOf(ay, U.inHeight);
  for (var j = 0; j < TAPS; j++) {
    let y = ys[j];
    for (var k = 0; k < TAPS; k++) {
      let x = xs[k];
      let weight = wy[j] * wx[k];
      if (weight == 0.0 || y < 0 || x < 0) { continue; }
      let at = ((item * U.inHeight + y) * U.inWidth + x) * U.channels;
      for (var ch = 0; ch < U.channels; ch++) {
        addTo(at + ch, weight * dy[i * U.channels + ch], unit);
      }
    }
  }
}`;

/** `scalar(i)`: the float of an integer. */
export const scatteredText: string = `
fn powerOfTwo(exponent : i32) -> f32 { return bitcast<f32>((exponent + 127) << 23u); }
fn scalar(i : i32) -> f32 {
  let marks = limbs[3 * i + 2];
  if (marks == 3) { return U.NAN; }
  if (marks == 1) { return U.INFINITY; }
  if (marks == 2) { return -U.INFINITY; }
  var low = bitcast<u32>(limbs[3 * i]);
  var high = bitcast<u32>(limbs[3 * i + 1]);
  let negative = (high >> 31u) == 1u;
  if (negative) {
    low = ~low + 1u;
    high = ~high + select(0u, 1u, low == 0u);
  }
  let size = f32(high) * 4294967296.0 + f32(low);
  let unit = max(largest[i / (U.inHeight * U.inWidth * U.channels)] >> 23u, 1);
  // In two steps, none of which leaves the range of floats.
  let exponent = unit - 127 - ${scale};
  let half = exponent / 2;
  return select(size, -size, negative) * powerOfTwo(half) * powerOfTwo(exponent - half);
}`;
