import { SamplingCall } from './call';
import { PADDING_BORDER, PADDING_REFLECTION, PADDING_WRAP } from './options';

// @ts-ignore: decorator
@inline
function modulo(index: i32, period: i32): i32 {
  const rest = index % period;
  return rest < 0 ? rest + period : rest;
}

/** Where a neighbour lies on an axis of `size` pixels once it is padded, or -1 if outside. */
export function tapIndex(index: i32, size: i32, padding: i32, alignCorners: i32): i32 {
  if (<u32>index < <u32>size) return index;
  if (padding == PADDING_WRAP) return modulo(index, size);
  if (padding == PADDING_BORDER) return index < 0 ? 0 : size - 1;
  if (padding == PADDING_REFLECTION) {
    if (size == 1) return 0;
    // Mirrored at the outer edges the edge pixels repeat, at their centres they don't.
    const period = alignCorners ? 2 * size - 2 : 2 * size;
    const phase = modulo(index, period);
    return phase < size ? phase : period - phase - (alignCorners ? 0 : 1);
  }
  return -1;
}

/** An image row that is this call's to add to, or -1. */
// @ts-ignore: decorator
@inline
export function ownRow(call: SamplingCall, row: i32): i32 {
  return row >= call.imageRowBegin && row < call.imageRowEnd ? row : -1;
}

/** Address of a pixel, or `elsewhere` for what lies outside. */
// @ts-ignore: decorator
@inline
export function tapAddress(call: SamplingCall, column: i32, row: i32, elsewhere: usize): usize {
  if (column < 0 || row < 0) return elsewhere;
  return call.image + ((<usize>row * call.width + column) * call.channels << 2);
}
