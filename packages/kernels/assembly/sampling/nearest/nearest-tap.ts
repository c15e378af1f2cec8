import { SamplingCall } from '../../call';
import { FARTHEST } from '../../options';
import { PIXEL_X, PIXEL_Y } from '../../scratch';
import { isFar, tapAddress, tapIndex } from '../../tap-address';

/** Address of the pixel nearest to a point, or `elsewhere`. */
export function nearestTap(call: SamplingCall, s: usize, elsewhere: usize): usize {
  const x = load<f32>(s, PIXEL_X);
  const y = load<f32>(s, PIXEL_Y);
  if (isFar(call, x, y)) return elsewhere;
  const left = nearestPixel(x, call.width);
  const top = nearestPixel(y, call.height);
  const column = tapIndex(left, call.width, call.padding, call.alignCorners);
  const row = tapIndex(top, call.height, call.padding, call.alignCorners);
  return tapAddress(call, column, row, elsewhere);
}

/** See BEHIND_FARTHEST. */
// @ts-ignore: decorator
@inline
function nearestPixel(pixel: f32, size: i32): i32 {
  return pixel > FARTHEST ? size - 1 : <i32>nearest(pixel);
}
