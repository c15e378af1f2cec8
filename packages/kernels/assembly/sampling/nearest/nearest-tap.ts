import { SamplingCall } from '../../call';
import { FARTHEST } from '../../options';
import { PIXEL_X, PIXEL_Y } from '../../scratch';
import { tapAddress, tapIndex } from '../../tap-address';

/** Address of the pixel nearest to a point, or `elsewhere`. */
export function nearestTap(call: SamplingCall, s: usize, elsewhere: usize): usize {
  const x = load<f32>(s, PIXEL_X);
  const y = load<f32>(s, PIXEL_Y);
  if (!(abs(x) <= FARTHEST && abs(y) <= FARTHEST)) return elsewhere;
  const column = tapIndex(<i32>nearest(x), call.width, call.padding, call.alignCorners);
  const row = tapIndex(<i32>nearest(y), call.height, call.padding, call.alignCorners);
  return tapAddress(call, column, row, elsewhere);
}
