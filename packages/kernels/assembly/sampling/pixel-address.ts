import { PADDING_WRAP } from './options';

/** An index of the image repeated without end. */
// @ts-ignore: decorator
@inline
function wrapIndex(index: i32, size: i32): i32 {
  const rest = index % size;
  return rest < 0 ? rest + size : rest;
}

/**
 * Address of a pixel; outside the image that of the fill values, one per channel, or 0 where there
 * are none and nothing is to be read.
 */
// @ts-ignore: decorator
@inline
export function pixelAddress(
  image: usize,
  column: i32,
  row: i32,
  height: i32,
  width: i32,
  channels: i32,
  padding: i32,
  fill: usize,
): usize {
  if (padding == PADDING_WRAP) {
    column = wrapIndex(column, width);
    row = wrapIndex(row, height);
  }
  if (<u32>column >= <u32>width || <u32>row >= <u32>height) return fill;
  return image + ((<usize>row * width + column) * channels << 2);
}
