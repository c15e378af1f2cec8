import { SamplingCall } from '../../call';
import { FARTHEST, PADDING_ZEROS } from '../../options';
import { FACTOR_X, FACTOR_Y, PIXEL_X, PIXEL_Y } from '../../scratch';
import { tapIndex } from '../../tap-address';

/** Column of a point's neighbour i, or -1 outside. */
// @ts-ignore: decorator
@inline
export function tapColumn(call: SamplingCall, s: usize, i: i32): i32 {
  const index = <i32>floor(load<f32>(s, PIXEL_X)) + i - 1;
  return tapIndex(index, call.width, call.padding, call.alignCorners);
}

// @ts-ignore: decorator
@inline
export function tapRow(call: SamplingCall, s: usize, j: i32): i32 {
  const index = <i32>floor(load<f32>(s, PIXEL_Y)) + j - 1;
  return tapIndex(index, call.height, call.padding, call.alignCorners);
}

/** Whether a point reads nothing of the image. */
// @ts-ignore: decorator
@inline
export function isFar(s: usize): bool {
  return !(abs(load<f32>(s, PIXEL_X)) <= FARTHEST && abs(load<f32>(s, PIXEL_Y)) <= FARTHEST);
}

/** Whether a coordinate was brought to the edge from far outside: it reads the edge pixel alone. */
// @ts-ignore: decorator
@inline
export function isMovedX(call: SamplingCall, s: usize): bool {
  return call.padding != PADDING_ZEROS && load<f32>(s, FACTOR_X) == 0;
}

// @ts-ignore: decorator
@inline
export function isMovedY(call: SamplingCall, s: usize): bool {
  return call.padding != PADDING_ZEROS && load<f32>(s, FACTOR_Y) == 0;
}
