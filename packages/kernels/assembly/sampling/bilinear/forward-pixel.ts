import { SamplingCall } from '../../call';
import {
  FACTOR_X,
  FACTOR_Y,
  PIXEL_X,
  PIXEL_Y,
  WEIGHT_00,
  WEIGHT_01,
  WEIGHT_10,
  WEIGHT_11,
} from '../../scratch';
import {
  isFar,
  neighbourIndex,
  neighboursWrap,
  pixelBefore,
  weighedAddress,
} from '../../tap-address';
import { copyPixel, spoilPixel } from '../write-pixel';

/** One output pixel by its neighbours' addresses: the way at the border. */
export function forwardPixel(call: SamplingCall, s: usize, output: usize): void {
  const x = load<f32>(s, PIXEL_X);
  const y = load<f32>(s, PIXEL_Y);
  if (isFar(call, x, y)) {
    if (x != x || y != y) spoilPixel(output, call.channels);
    else copyPixel(output, call.fill, call.channels);
    return;
  }
  const left = pixelBefore(x, call.width);
  const top = pixelBefore(y, call.height);
  const wrapsX = neighboursWrap(call, load<f32>(s, FACTOR_X));
  const wrapsY = neighboursWrap(call, load<f32>(s, FACTOR_Y));
  const x0 = neighbourIndex(left, call.width, wrapsX);
  const x1 = neighbourIndex(left + 1, call.width, wrapsX);
  const y0 = neighbourIndex(top, call.height, wrapsY);
  const y1 = neighbourIndex(top + 1, call.height, wrapsY);
  blendPixel(
    output,
    <usize>call.channels << 2,
    weighedAddress(call, x0, y0, s + WEIGHT_00),
    weighedAddress(call, x1, y0, s + WEIGHT_01),
    weighedAddress(call, x0, y1, s + WEIGHT_10),
    weighedAddress(call, x1, y1, s + WEIGHT_11),
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
