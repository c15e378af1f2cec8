import { SamplingCall } from '../call';

/** 1.5 · 2^23: a float32 that is added to a whole number below 2^22 holds it in its lowest bits. */
export const INTEGER_BIAS: f32 = 12582912;
export const INTEGER_LIMIT: i32 = 4194304;

/**
 * Where the image would begin if pixels were counted by the bits of float32 numbers: an address is
 * this plus (x + INTEGER_BIAS) · pixelBytes + (y + INTEGER_BIAS) · rowBytes, with the sums read as integers.
 */
// @inline
export function addressOrigin(call: SamplingCall): i32 {
  const surplus = reinterpret<i32>(INTEGER_BIAS) * ((call.width + 1) * (call.channels << 2));
  return <i32>call.image - surplus;
}
