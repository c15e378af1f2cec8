import {
  ADDRESS,
  FRACTION_X,
  FRACTION_Y,
  INSIDE,
  OUTSIDE,
  PIXEL_X,
  PIXEL_Y,
  WEIGHT_00,
  WEIGHT_01,
  WEIGHT_10,
  WEIGHT_11,
} from '../scratch';

/** 1.5 · 2^23: a float32 that is added to a whole number below 2^22 holds it in its lowest bits. */
const MAGIC: f32 = 12582912;
const MAGIC_LIMIT: i32 = 4194304;

/**
 * For every point of a tile row the address of its upper left neighbour, the distance from it, the
 * four weights, and whether all four neighbours (and the 16 bytes that three channels are read by) lie
 * in the image, or none of them.
 */
export function prepareRow(
  scratch: usize,
  count: i32,
  image: usize,
  height: i32,
  width: i32,
  channels: i32,
  fractions: bool,
): void {
  const zero = f32x4.splat(0);
  const one = f32x4.splat(1);
  // Beyond the magic number's reach points go the slow way, which converts without it.
  const lastX = f32x4.splat(<f32>min(width - 1, MAGIC_LIMIT));
  const lastY = f32x4.splat(<f32>min(height - 1, MAGIC_LIMIT));
  const magic = f32x4.splat(MAGIC);
  const pixelBytes = i32x4.splat(channels << 2);
  const rowBytes = i32x4.splat(width * (channels << 2));
  // What the magic number's own bits add to the address is taken off here, once.
  const surplus = reinterpret<i32>(MAGIC) * ((width + 1) * (channels << 2));
  const origin = i32x4.splat(<i32>image - surplus);
  // Three channels are read 16 bytes at a time, which would leave the image at its last pixel.
  const lastBlock = ((height - 2) * width + width - 2) * (channels << 2);
  const forbidden = i32x4.splat(channels == 3 ? <i32>image + lastBlock : 0);
  let inside = scratch + INSIDE;

  for (let end = scratch + (<usize>count << 2); scratch < end; scratch += 16) {
    const x = v128.load(scratch, PIXEL_X);
    const y = v128.load(scratch, PIXEL_Y);
    const x0 = f32x4.floor(x);
    const y0 = f32x4.floor(y);
    const tx = f32x4.sub(x, x0);
    const ty = f32x4.sub(y, y0);
    const sx = f32x4.sub(one, tx);
    const sy = f32x4.sub(one, ty);
    if (fractions) {
      v128.store(scratch, tx, FRACTION_X);
      v128.store(scratch, ty, FRACTION_Y);
    }
    v128.store(scratch, f32x4.mul(sx, sy), WEIGHT_00);
    v128.store(scratch, f32x4.mul(tx, sy), WEIGHT_01);
    v128.store(scratch, f32x4.mul(sx, ty), WEIGHT_10);
    v128.store(scratch, f32x4.mul(tx, ty), WEIGHT_11);
    const address = i32x4.add(
      i32x4.add(origin, i32x4.mul(f32x4.add(x0, magic), pixelBytes)),
      i32x4.mul(f32x4.add(y0, magic), rowBytes),
    );
    v128.store(scratch, address, ADDRESS);
    const inX = v128.and(f32x4.ge(x0, zero), f32x4.lt(x0, lastX));
    const inY = v128.and(f32x4.ge(y0, zero), f32x4.lt(y0, lastY));
    const safe = v128.andnot(v128.and(inX, inY), i32x4.eq(address, forbidden));
    const all = i32x4.bitmask(safe);
    store<u8>(inside, <u8>all);
    if (all != 15) store<u8>(inside, <u8>outsideMask(x, y, height, width), OUTSIDE - INSIDE);
    inside++;
  }
}

/** A bit each for those of four points that have no neighbour inside. */
// @ts-ignore: decorator
@inline
function outsideMask(x: v128, y: v128, height: i32, width: i32): i32 {
  const before = f32x4.splat(-1);
  const outX = v128.or(f32x4.le(x, before), f32x4.ge(x, f32x4.splat(<f32>width)));
  const outY = v128.or(f32x4.le(y, before), f32x4.ge(y, f32x4.splat(<f32>height)));
  const known = v128.and(f32x4.eq(x, x), f32x4.eq(y, y));
  return i32x4.bitmask(v128.and(v128.or(outX, outY), known));
}
