import { expect, it } from 'vitest';

import {
  fieldNumbers,
  paddingNumbers,
  samplerNumbers,
  taskNumbers,
  samplingCall,
} from '../src/abi.generated.js';
import { compileKernels, linkKernels } from '../src/compile-kernels.js';
import { writeCall } from '../src/write-call.js';
import { samplingWorkspace } from '../src/sampling-workspace.js';
import { ownWeights, singleCall, testTaps, writeTable } from './support/single-call.js';

const memory = new WebAssembly.Memory({ initial: 8 });
const kernels = linkKernels(await compileKernels('plain'), memory);
const [height, width, outHeight, outWidth] = [13, 11, 40, 37];
// Behind what the kernel works in.
const [image, output, grid] = [65536, 2 * 65536, 3 * 65536];

const cases = ownWeights.flatMap((sampler) =>
  Object.keys(paddingNumbers).flatMap((padding) =>
    [1, 3].map((channels) => [sampler, padding, channels] as const),
  ),
);

/** The image's gradient when threads take the rows between these borders each for themselves. */
function gradient(
  sampler: string,
  padding: string,
  channels: number,
  borders: readonly number[],
  { backwards = false } = {},
): Float32Array {
  const at = samplingWorkspace(channels, 0, testTaps);
  const result = new Float32Array(memory.buffer, image, height * width * channels).fill(NaN);
  const bands = [...borders.entries()];
  for (const [index, imageRowEnd] of backwards ? bands.toReversed() : bands) {
    const call = singleCall(at, {
      task: taskNumbers.gradImage,
      sampler: samplerNumbers[sampler] as number,
      field: fieldNumbers.grid,
      padding: paddingNumbers[padding] as number,
      image,
      height,
      width,
      channels,
      output,
      outHeight,
      outWidth,
      source: grid,
      imageRowBegin: borders[index - 1] ?? 0,
      imageRowEnd,
    });
    writeTable(memory, at);
    writeCall(memory.buffer, at.call, samplingCall, call);
    kernels.sample_f32(at.call);
  }
  return result.slice();
}

it.each(cases)(
  '%s, %s, %i channels: rows of an image can be shared out, to the bit',
  (sampler, padding, channels) => {
    let seed = 7;
    const random = (): number => (seed = (seed * 16807) % 2147483647) / 2147483647;
    const points = outHeight * outWidth;
    new Float32Array(memory.buffer, grid, points * 2).forEach((_, i, all) => {
      all[i] = random() * 3 - 1.5;
    });
    new Float32Array(memory.buffer, output, points * channels).forEach((_, i, all) => {
      all[i] = random() - 0.5;
    });
    const whole = gradient(sampler, padding, channels, [height]);
    expect(whole.every(Number.isFinite)).toBe(true);
    expect(whole.some((value) => value !== 0)).toBe(true);
    for (const borders of [
      [6, 13],
      [1, 2, 5, 13],
      [4, 4, 12, 13],
    ]) {
      expect(gradient(sampler, padding, channels, borders)).toEqual(whole);
      // Who comes first touches nothing of who comes next, from either side.
      expect(gradient(sampler, padding, channels, borders, { backwards: true })).toEqual(whole);
    }
  },
);
