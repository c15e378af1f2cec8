import { SamplingCall } from '../../call';
import { ADDRESS, INSIDE, OUTSIDE, PIXEL_X, PIXEL_Y } from '../../scratch';
import { MAGIC, MAGIC_LIMIT, addressOrigin } from '../magic-address';
import { outsideMask } from '../outside-mask';
import { touchRow } from '../touch-row';

/**
 * For every point of a tile row the address of the pixel nearest to it, halves rounded to even, and
 * whether it (and the 16 bytes that three channels are read by) lies in the image.
 */
export function prepareRow(call: SamplingCall, count: i32): void {
  const height = call.height;
  const width = call.width;
  const channels = call.channels;
  const lastX = f32x4.splat(<f32>min(width - 1, MAGIC_LIMIT));
  const lastY = f32x4.splat(<f32>min(height - 1, MAGIC_LIMIT));
  const pixelBytes = i32x4.splat(channels << 2);
  const rowBytes = i32x4.splat(width * (channels << 2));
  const origin = i32x4.splat(addressOrigin(call));
  const lastPixel = (height * width - 1) * (channels << 2);
  const forbidden = i32x4.splat(channels == 3 ? <i32>call.image + lastPixel : 0);
  let s = call.scratch;
  let inside = s + INSIDE;
  const end = s + (<usize>count << 2);
  do {
    const x = f32x4.nearest(v128.load(s, PIXEL_X));
    const y = f32x4.nearest(v128.load(s, PIXEL_Y));
    const address = i32x4.add(
      i32x4.add(origin, i32x4.mul(f32x4.add(x, f32x4.splat(MAGIC)), pixelBytes)),
      i32x4.mul(f32x4.add(y, f32x4.splat(MAGIC)), rowBytes),
    );
    v128.store(s, address, ADDRESS);
    const inX = v128.and(f32x4.ge(x, f32x4.splat(0)), f32x4.le(x, lastX));
    const inY = v128.and(f32x4.ge(y, f32x4.splat(0)), f32x4.le(y, lastY));
    const safe = v128.andnot(v128.and(inX, inY), i32x4.eq(address, forbidden));
    const all = i32x4.bitmask(safe);
    store<u8>(inside, <u8>all);
    if (all != 15) {
      const behindX = f32x4.splat(<f32>width);
      const behindY = f32x4.splat(<f32>height);
      const none = outsideMask(x, y, f32x4.splat(-1), behindX, behindY);
      store<u8>(inside, <u8>none, OUTSIDE - INSIDE);
    }
    inside++;
    s += 16;
  } while (s < end);
  touchRow(call, count);
}
