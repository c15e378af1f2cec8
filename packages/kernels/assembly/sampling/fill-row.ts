import { SamplingCall } from '../call';
import { loadThree, storeThree } from '../lanes';
import { copyPixel } from './write-pixel';

/** The fill values, once for every point. */
export function fillRow(call: SamplingCall, points: i32, output: usize): void {
  const channels = call.channels;
  const fill = call.fill;
  const end = output + (<usize>(points * channels) << 2);
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
  for (; output < end; output += <usize>channels << 2) copyPixel(output, fill, channels);
}
