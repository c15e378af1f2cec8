import { SamplingCall } from '../../call';
import { PADDING_ZEROS } from '../../options';
import { NEIGHBOUR_00, NEIGHBOUR_01, NEIGHBOUR_10, NEIGHBOUR_11, PIXEL_X, PIXEL_Y } from '../../scratch';
import { clampIndex, gather } from '../gather';

/**
 * The neighbours of four points of one channel, wherever they lie, to NEIGHBOUR_00 and the others.
 * What is outside is the fill value, or under border padding the pixel at the edge.
 */
export function gatherNeighbours(call: SamplingCall, s: usize): void {
  const left = i32x4.trunc_sat_f32x4_s(f32x4.floor(v128.load(s, PIXEL_X)));
  const top = i32x4.trunc_sat_f32x4_s(f32x4.floor(v128.load(s, PIXEL_Y)));
  const right = i32x4.add(left, i32x4.splat(1));
  const bottom = i32x4.add(top, i32x4.splat(1));
  const x0 = clampIndex(left, call.width);
  const x1 = clampIndex(right, call.width);
  const y0 = clampIndex(top, call.height);
  const y1 = clampIndex(bottom, call.height);
  const rowBytes = i32x4.splat(call.width << 2);
  const image = i32x4.splat(<i32>call.image);
  const upper = i32x4.add(image, i32x4.mul(y0, rowBytes));
  const lower = i32x4.add(image, i32x4.mul(y1, rowBytes));
  const column0 = i32x4.shl(x0, 2);
  const column1 = i32x4.shl(x1, 2);
  let a = gather(i32x4.add(upper, column0));
  let b = gather(i32x4.add(upper, column1));
  let c = gather(i32x4.add(lower, column0));
  let d = gather(i32x4.add(lower, column1));
  if (call.padding == PADDING_ZEROS) {
    const fill = v128.load32_splat(call.fill);
    const inLeft = i32x4.eq(left, x0);
    const inRight = i32x4.eq(right, x1);
    const inTop = i32x4.eq(top, y0);
    const inBottom = i32x4.eq(bottom, y1);
    a = v128.bitselect(a, fill, v128.and(inLeft, inTop));
    b = v128.bitselect(b, fill, v128.and(inRight, inTop));
    c = v128.bitselect(c, fill, v128.and(inLeft, inBottom));
    d = v128.bitselect(d, fill, v128.and(inRight, inBottom));
  }
  const scratch = call.scratch;
  v128.store(scratch, a, NEIGHBOUR_00);
  v128.store(scratch, b, NEIGHBOUR_01);
  v128.store(scratch, c, NEIGHBOUR_10);
  v128.store(scratch, d, NEIGHBOUR_11);
}
