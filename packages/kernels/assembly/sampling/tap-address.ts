import { SamplingCall } from '../call';
import { BEHIND_FARTHEST, FARTHEST, Padding } from '../options';

// @inline
function modulo(index: i32, period: i32): i32 {
  const rest = index % period;
  return rest < 0 ? rest + period : rest;
}

/** Whether a padded point reads nothing of the image: far outside, behind a horizon, or NaN. */
// @inline
export function isFar(call: SamplingCall, x: f32, y: f32): bool {
  const limit = call.padding == Padding.ZEROS ? FARTHEST : BEHIND_FARTHEST;
  return !(abs(x) <= limit && abs(y) <= limit);
}

/** The pixel at or before a coordinate that is not far; see BEHIND_FARTHEST. */
// @inline
export function pixelBefore(pixel: f32, size: i32): i32 {
  return pixel > FARTHEST ? size - 1 : <i32>floor(pixel);
}

/**
 * Whether the neighbours of a padded point wrap along an axis, given the derivative of its padded
 * coordinate: those of a point that was moved from far outside do not.
 */
// @inline
export function neighboursWrap(call: SamplingCall, factor: f32): bool {
  return call.padding == Padding.WRAP && factor != 0;
}

/** Where a neighbour of a padded point lies on an axis of `size` pixels, or -1 if outside. */
// @inline
export function neighbourIndex(index: i32, size: i32, wraps: bool): i32 {
  if (<u32>index < <u32>size) return index;
  return wraps ? modulo(index, size) : -1;
}

/** Where a neighbour lies on an axis of `size` pixels once it is padded, or -1 if outside. */
export function tapIndex(index: i32, size: i32, padding: i32, alignCorners: i32): i32 {
  if (<u32>index < <u32>size) return index;
  if (padding == Padding.WRAP) return modulo(index, size);
  if (padding == Padding.BORDER) return index < 0 ? 0 : size - 1;
  if (padding == Padding.REFLECTION) {
    if (size == 1) return 0;
    // Mirrored at the outer edges the edge pixels repeat, at their centres they don't.
    const period = alignCorners ? 2 * size - 2 : 2 * size;
    const phase = modulo(index, period);
    return phase < size ? phase : period - phase - (alignCorners ? 0 : 1);
  }
  return -1;
}

/** An image row that is this call's to add to, or -1. */
// @inline
export function ownRow(call: SamplingCall, row: i32): i32 {
  return row >= call.imageRowBegin && row < call.imageRowEnd ? row : -1;
}

/** Address of a pixel, or `elsewhere` for what lies outside. */
// @inline
export function tapAddress(call: SamplingCall, column: i32, row: i32, elsewhere: usize): usize {
  if (column < 0 || row < 0) return elsewhere;
  return call.image + (((<usize>row * call.width + column) * call.channels) << 2);
}

/** Address of a pixel to be weighted; of zeros for what is outside and has no weight. */
// @inline
export function weighedAddress(call: SamplingCall, column: i32, row: i32, weight: usize): usize {
  if (column < 0 || row < 0) return fillAddress(call, load<f32>(weight));
  return tapAddress(call, column, row, 0);
}

/** What is read for a tap outside: the fill value, or zeros, since 0 · Infinity is NaN. */
// @inline
export function fillAddress(call: SamplingCall, weight: f32): usize {
  return weight == 0 ? call.sink : call.fill;
}

// What padding moved to an edge has no gradient, even if an infinite pixel makes NaN of 0 times it.

/** Whether padding moved a coordinate, given where its derivative is. */
// @inline
export function isMoved(call: SamplingCall, factor: usize): bool {
  return call.padding != Padding.ZEROS && load<f32>(factor) == 0;
}

/** Which of four coordinates it moved. */
// @inline
export function movedMask(call: SamplingCall, factors: usize): v128 {
  if (call.padding == Padding.ZEROS) return f32x4.splat(0);
  return f32x4.eq(v128.load(factors), f32x4.splat(0));
}
