import { SamplingCall } from '../call';
import { loadThree, storeThree, sumOfLanes } from '../lanes';
import { GRADIENT_X, GRADIENT_Y } from '../scratch';

/** The fill values, once for every point. */
export function fillRow(call: SamplingCall, points: i32, output: usize): void {
  const channels = call.channels;
  const fill = call.fill;
  const end = output + ((<usize>(points * channels)) << 2);
  if (channels == 1) {
    const value = v128.load32_splat(fill);
    for (; output + 16 <= end; output += 16) v128.store(output, value);
    for (; output < end; output += 4) v128.store32_lane(output, value, 0);
    return;
  }
  if (channels == 3) {
    const pixel = loadThree(fill);
    const a = v128.shuffle<i32>(pixel, pixel, 0, 1, 2, 0);
    const b = v128.shuffle<i32>(pixel, pixel, 1, 2, 0, 1);
    const c = v128.shuffle<i32>(pixel, pixel, 2, 0, 1, 2);
    for (; output + 48 <= end; output += 48) {
      v128.store(output, a);
      v128.store(output, b, 16);
      v128.store(output, c, 32);
    }
    for (; output < end; output += 12) storeThree(output, pixel);
    return;
  }
  for (; output < end; output += (<usize>channels) << 2) copyPixel(output, fill, channels);
}

/** Adds one pixel, weighted, to another. */
// @inline
export function addPixel(target: usize, weight: f32, source: usize, pixelBytes: usize): void {
  let c: usize = 0;
  for (; c + 16 <= pixelBytes; c += 16) {
    const share = f32x4.mul(f32x4.splat(weight), v128.load(source + c));
    v128.store(target + c, f32x4.add(v128.load(target + c), share));
  }
  for (; c < pixelBytes; c += 4) {
    store<f32>(target + c, load<f32>(target + c) + weight * load<f32>(source + c));
  }
}

/** The dot product of two pixels. */
// @inline
export function dotPixels(a: usize, b: usize, pixelBytes: usize): f32 {
  let sum = f32x4.splat(0);
  let c: usize = 0;
  for (; c + 16 <= pixelBytes; c += 16) {
    sum = f32x4.add(sum, f32x4.mul(v128.load(a + c), v128.load(b + c)));
  }
  let total = sumOfLanes(sum);
  for (; c < pixelBytes; c += 4) total += load<f32>(a + c) * load<f32>(b + c);
  return total;
}

/** Copies one pixel. */
export function copyPixel(output: usize, source: usize, channels: i32): void {
  const end = (<usize>channels) << 2;
  let c: usize = 0;
  for (; c + 16 <= end; c += 16) v128.store(output + c, v128.load(source + c));
  for (; c < end; c += 4) store<f32>(output + c, load<f32>(source + c));
}

/** Every channel of one pixel becomes NaN. */
export function fillNaN(output: usize, channels: i32): void {
  const end = output + ((<usize>channels) << 2);
  for (; output < end; output += 4) store<f32>(output, NaN);
}

/** Zero gradients w.r.t. points that read nothing of the image. */
export function clearGradients(s: usize, points: i32): void {
  const bytes = (<usize>((points + 3) >> 2)) << 4;
  memory.fill(s + GRADIENT_X, 0, bytes);
  memory.fill(s + GRADIENT_Y, 0, bytes);
}
