import { SamplingCall } from '../../call';
import { FARTHEST } from '../../options';
import { PIXEL_X, PIXEL_Y, WEIGHT_00, WEIGHT_01, WEIGHT_10, WEIGHT_11 } from '../../scratch';
import { tapAddress, tapIndex } from '../../tap-address';
import { copyPixel, spoilPixel } from '../write-pixel';

/** One output pixel by its neighbours' addresses: the way at the border. */
export function forwardPixel(call: SamplingCall, s: usize, output: usize): void {
  const x = load<f32>(s, PIXEL_X);
  const y = load<f32>(s, PIXEL_Y);
  const fill = call.fill;
  if (x != x || y != y) {
    spoilPixel(output, call.channels);
    return;
  }
  if (abs(x) > FARTHEST || abs(y) > FARTHEST) {
    copyPixel(output, fill, call.channels);
    return;
  }
  const left = <i32>floor(x);
  const top = <i32>floor(y);
  const x0 = tapIndex(left, call.width, call.padding, call.alignCorners);
  const x1 = tapIndex(left + 1, call.width, call.padding, call.alignCorners);
  const y0 = tapIndex(top, call.height, call.padding, call.alignCorners);
  const y1 = tapIndex(top + 1, call.height, call.padding, call.alignCorners);
  blendPixel(
    output,
    <usize>call.channels << 2,
    tapAddress(call, x0, y0, fill),
    tapAddress(call, x1, y0, fill),
    tapAddress(call, x0, y1, fill),
    tapAddress(call, x1, y1, fill),
    s,
  );
}

/** The four neighbours, weighted: whole vectors, then what is left. */
export function blendPixel(
  output: usize,
  pixelBytes: usize,
  p00: usize,
  p01: usize,
  p10: usize,
  p11: usize,
  s: usize,
): void {
  const w00 = v128.load32_splat(s, WEIGHT_00);
  const w01 = v128.load32_splat(s, WEIGHT_01);
  const w10 = v128.load32_splat(s, WEIGHT_10);
  const w11 = v128.load32_splat(s, WEIGHT_11);
  let c: usize = 0;
  for (; c + 16 <= pixelBytes; c += 16) {
    const upper = f32x4.add(
      f32x4.mul(w00, v128.load(p00 + c)),
      f32x4.mul(w01, v128.load(p01 + c)),
    );
    const lower = f32x4.add(
      f32x4.mul(w10, v128.load(p10 + c)),
      f32x4.mul(w11, v128.load(p11 + c)),
    );
    v128.store(output + c, f32x4.add(upper, lower));
  }
  for (; c < pixelBytes; c += 4) {
    const upper =
      f32x4.extract_lane(w00, 0) * load<f32>(p00 + c) +
      f32x4.extract_lane(w01, 0) * load<f32>(p01 + c);
    const lower =
      f32x4.extract_lane(w10, 0) * load<f32>(p10 + c) +
      f32x4.extract_lane(w11, 0) * load<f32>(p11 + c);
    store<f32>(output + c, upper + lower);
  }
}
