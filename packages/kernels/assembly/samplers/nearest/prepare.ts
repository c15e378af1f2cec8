import { SamplingCall } from '../../call';
import { FARTHEST } from '../../options';
import { INTEGER_BIAS, INTEGER_LIMIT } from '../../sampling/float-address';
import { prefetch } from '../../sampling/prefetch';
import { isFar, tapAddress, tapIndex } from '../../sampling/tap-address';
import { outsideMask } from '../../sampling/walk-row';
import { ADDRESS, INSIDE, OUTSIDE, PIXEL_X, PIXEL_Y } from '../../scratch';

export const NEAREST_PADS_TAPS: bool = false;

/**
 * For every point of a tile row the address of the pixel nearest to it, and whether it (and, to be
 * read, the 16 bytes that three channels are read by) lies in the image. Adding the magic number rounds to whole
 * numbers, halves to even; what is outside, infinite or no number has bits out of bounds then.
 */
// @inline
function prepareRow(call: SamplingCall, count: i32, ownRows: bool): void {
  const channels = call.channels;
  const width = call.width;
  const height = call.height;
  const zero = i32x4.splat(reinterpret<i32>(INTEGER_BIAS));
  const lastX = i32x4.splat(min(width - 1, INTEGER_LIMIT - 1));
  const firstY = i32x4.splat(call.imageRowBegin);
  const lastY = i32x4.splat(min(call.imageRowEnd, INTEGER_LIMIT) - 1);
  const pixelBytes = i32x4.splat(channels << 2);
  const rowBytes = i32x4.splat(width * (channels << 2));
  const image = i32x4.splat(<i32>call.image);
  const lastPixel = (height * width - 1) * (channels << 2);
  const readsMore = channels == 3 && !ownRows;
  const forbidden = i32x4.splat(readsMore ? <i32>call.image + lastPixel : 0);
  let s = call.scratch;
  let inside = s + INSIDE;
  const end = s + ((<usize>count) << 2);
  do {
    const column = i32x4.sub(f32x4.add(v128.load(s, PIXEL_X), f32x4.splat(INTEGER_BIAS)), zero);
    const row = i32x4.sub(f32x4.add(v128.load(s, PIXEL_Y), f32x4.splat(INTEGER_BIAS)), zero);
    const address = i32x4.add(
      i32x4.add(image, i32x4.mul(column, pixelBytes)),
      i32x4.mul(row, rowBytes),
    );
    v128.store(s, address, ADDRESS);
    const inX = i32x4.le_u(column, lastX);
    // A band of rows may be empty, so that nothing is in it; an image is not.
    const inY = ownRows
      ? v128.and(i32x4.ge_s(row, firstY), i32x4.le_s(row, lastY))
      : i32x4.le_u(row, lastY);
    const safe = v128.andnot(v128.and(inX, inY), i32x4.eq(address, forbidden));
    const all = i32x4.bitmask(safe);
    store<u8>(inside, <u8>all);
    if (all != 15) {
      const x = f32x4.nearest(v128.load(s, PIXEL_X));
      const y = f32x4.nearest(v128.load(s, PIXEL_Y));
      const beforeY = <f32>(call.imageRowBegin - 1);
      const none = outsideMask(x, y, -1, width, beforeY, call.imageRowEnd);
      store<u8>(inside, <u8>none, OUTSIDE - INSIDE);
    }
    inside++;
    s += 16;
  } while (s < end);
  prefetch(call, count, 1);
}

/** To read the image. */
export function prepareReads(call: SamplingCall, count: i32): void {
  prepareRow(call, count, false);
}

/** To add to the rows of the image that are this call's own. */
export function prepareAdds(call: SamplingCall, count: i32): void {
  prepareRow(call, count, true);
}

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
// @inline
function nearestPixel(pixel: f32, size: i32): i32 {
  return pixel > FARTHEST ? size - 1 : <i32>nearest(pixel);
}
