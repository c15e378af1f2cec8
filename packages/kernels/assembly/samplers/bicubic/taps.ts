import { SamplingCall } from '../../call';
import { isMoved, pixelBefore, tapIndex } from '../../sampling/tap-address';
import { FACTOR_X, FACTOR_Y, PIXEL_X, PIXEL_Y, SAMPLER_POINTS } from '../../scratch';

const TAP_COLUMNS: usize = SAMPLER_POINTS;
const TAP_ROWS: usize = SAMPLER_POINTS + 16;

/**
 * Where the sixteen neighbours of a point lie: floats from the image to four rows, and from a row to
 * four columns, or -1 for what is outside. Bytes would need all 32 bits. Along an axis where a
 * coordinate was moved to the edge from far outside, all but the edge pixel is outside.
 */
export function locateTaps(call: SamplingCall, s: usize): void {
  const left = pixelBefore(load<f32>(s, PIXEL_X), call.width);
  const top = pixelBefore(load<f32>(s, PIXEL_Y), call.height);
  const channels = call.channels;
  const rowFloats = call.width * channels;
  const scratch = call.scratch;
  let target = scratch;
  for (let tap = -1; tap < 3; tap++) {
    const column = tapIndex(left + tap, call.width, call.padding, call.alignCorners);
    const row = tapIndex(top + tap, call.height, call.padding, call.alignCorners);
    store<i32>(target, column < 0 ? -1 : column * channels, TAP_COLUMNS);
    store<i32>(target, row < 0 ? -1 : row * rowFloats, TAP_ROWS);
    target += 4;
  }
  if (isMoved(call, s + FACTOR_X)) keepEdge(scratch + TAP_COLUMNS, left);
  if (isMoved(call, s + FACTOR_Y)) keepEdge(scratch + TAP_ROWS, top);
}

/** Of the taps around the first pixel's predecessor or the last pixel, those of other pixels go. */
function keepEdge(taps: usize, index: i32): void {
  const edge = max(index, 0);
  for (let tap = -1; tap < 3; tap++) {
    if (index + tap != edge) store<i32>(taps, -1);
    taps += 4;
  }
}

/**
 * Address of the neighbour at two of the offsets that locateTaps wrote to `taps`, the scratch, or
 * `elsewhere`. (What comes from the call is handed over, since engines read it again for each.)
 */
// @inline
export function tapAt(image: usize, taps: usize, i: usize, j: usize, elsewhere: usize): usize {
  const column = load<i32>(taps + i, TAP_COLUMNS);
  const row = load<i32>(taps + j, TAP_ROWS);
  return (column | row) < 0 ? elsewhere : image + ((<usize>(row + column)) << 2);
}
