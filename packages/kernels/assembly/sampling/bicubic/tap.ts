import { SamplingCall } from '../../call';
import { FARTHEST, PADDING_ZEROS } from '../../options';
import { FACTOR_X, FACTOR_Y, PIXEL_X, PIXEL_Y, TAP_COLUMNS, TAP_ROWS } from '../../scratch';
import { tapIndex } from '../../tap-address';

/** Whether a point reads nothing of the image. */
// @ts-ignore: decorator
@inline
export function isFar(s: usize): bool {
  return !(abs(load<f32>(s, PIXEL_X)) <= FARTHEST && abs(load<f32>(s, PIXEL_Y)) <= FARTHEST);
}

/**
 * Where the sixteen neighbours of a point lie: bytes from the image to four rows, and from a row to
 * four columns, -1 for what is outside. A coordinate that was brought to the edge from far outside
 * reads the edge pixel alone, four times.
 */
export function locateTaps(call: SamplingCall, s: usize): void {
  const padded = call.padding != PADDING_ZEROS;
  const movedX = padded && load<f32>(s, FACTOR_X) == 0;
  const movedY = padded && load<f32>(s, FACTOR_Y) == 0;
  const left = <i32>floor(load<f32>(s, PIXEL_X));
  const top = <i32>floor(load<f32>(s, PIXEL_Y));
  const pixelBytes = call.channels << 2;
  const rowBytes = call.width * pixelBytes;
  let target = call.scratch;
  for (let tap = -1; tap < 3; tap++) {
    const x = movedX ? left : left + tap;
    const y = movedY ? top : top + tap;
    const column = tapIndex(x, call.width, call.padding, call.alignCorners);
    const row = tapIndex(y, call.height, call.padding, call.alignCorners);
    store<i32>(target, column < 0 ? -1 : column * pixelBytes, TAP_COLUMNS);
    store<i32>(target, row < 0 ? -1 : row * rowBytes, TAP_ROWS);
    target += 4;
  }
}

/** Address of the neighbour at two of the offsets that locateTaps wrote, or `elsewhere`. */
// @ts-ignore: decorator
@inline
export function tapAt(call: SamplingCall, i: usize, j: usize, elsewhere: usize): usize {
  const column = load<i32>(call.scratch + i, TAP_COLUMNS);
  const row = load<i32>(call.scratch + j, TAP_ROWS);
  return (column | row) < 0 ? elsewhere : call.image + row + column;
}
