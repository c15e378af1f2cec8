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

const memory = new WebAssembly.Memory({ initial: 32 });
const kernels = linkKernels(await compileKernels('plain'), memory);
// Behind what the kernel works in.
const [image, matrix, output] = [2 * 65536, 3 * 65536, 4 * 65536];
const [height, width, outHeight] = [6, 5, 87];

/** Samples far from the image, which shows the fill value, after its working rows held `before`. */
function sampled(sampler: string, channels: number, outWidth: number, before: number): number[] {
  const at = samplingWorkspace(channels, 0, testTaps);
  new Float32Array(memory.buffer, at.scratch, (at.bytes - at.scratch) / 4).fill(before);
  new Float32Array(memory.buffer, at.fill, channels).fill(0.1);
  new Float32Array(memory.buffer, matrix, 9).set([1, 0, 5, 0, 1, 0, 0, 0, 1]);
  const call = singleCall(at, {
    task: taskNumbers.forward,
    sampler: samplerNumbers[sampler] as number,
    field: fieldNumbers.homography,
    padding: paddingNumbers['zeros'],
    image,
    height,
    width,
    channels,
    output,
    outHeight,
    outWidth,
    source: matrix,
  });
  writeTable(memory, at);
  writeCall(memory.buffer, at.call, samplingCall, call);
  kernels.sample_f32(at.call);
  return [...new Float32Array(memory.buffer, output, outHeight * outWidth * channels)];
}

it.each(
  ownWeights.flatMap((sampler) =>
    [1, 3].flatMap((channels) =>
      [1, 2, 3, 7, 11, 30, 85, 127].map((outWidth) => [sampler, channels, outWidth] as const),
    ),
  ),
)('%s, %i channels, rows of %i: the previous content of memory has no effect', (...of) => {
  const fill = Math.fround(0.1);
  for (const before of [0, 1, NaN])
    expect(new Set(sampled(...of, before))).toEqual(new Set([fill]));
});

it.each(ownWeights)('%s reads ahead whatever seems to have been read', (sampler) => {
  // 512 KiB, which do not stay in cache.
  const [side, channels] = [64, 32];
  const size = side * side * channels;
  const [large, result] = [5 * 65536, 17 * 65536];
  const at = samplingWorkspace(channels, 0, testTaps);
  new Float32Array(memory.buffer, large, size).forEach((_, i, all) => (all[i] = i % 251));
  new Float32Array(memory.buffer, matrix, 9).set([0.9, -0.3, 0, 0.3, 0.9, 0, 0, 0, 1]);
  const call = singleCall(at, {
    task: taskNumbers.forward,
    sampler: samplerNumbers[sampler] as number,
    field: fieldNumbers.homography,
    padding: paddingNumbers['zeros'],
    image: large,
    height: side,
    width: side,
    channels,
    output: result,
    outHeight: side,
    outWidth: side,
    source: matrix,
  });
  const after = (word: number): Float32Array => {
    new Int32Array(memory.buffer, at.scratch, (at.bytes - at.scratch) / 4).fill(word);
    writeTable(memory, at);
    writeCall(memory.buffer, at.call, samplingCall, call);
    kernels.sample_f32(at.call);
    return new Float32Array(memory.buffer, result, size).slice();
  };
  // As if rows from that number on had been read, of this very image.
  expect(after(large)).toEqual(after(0));
});
