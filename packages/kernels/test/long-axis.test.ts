import { expect, it } from 'vitest';

import {
  fieldNumbers,
  samplerNumbers,
  taskNumbers,
  paddingNumbers,
  samplingCall,
} from '../src/abi.generated.js';
import { compileKernels, linkKernels } from '../src/compile-kernels.js';
import { writeCall } from '../src/write-call.js';
import { samplingWorkspace } from '../src/sampling-workspace.js';
import { singleCall, testTaps } from './support/single-call.js';

/** Beyond 2^22 pixels, where float32 no longer has room for an index beside a magic number. */
const width = 2 ** 22 + 64;

it.each([
  ['row', 2, width],
  ['column', width, 2],
])('reads the right pixels of a very long %s', async (_name, rows, columns) => {
  const memory = new WebAssembly.Memory({ initial: Math.ceil((rows * columns * 4) / 65536) + 2 });
  const kernels = linkKernels(await compileKernels('plain'), memory);
  const at = samplingWorkspace(1, 0, testTaps);
  const [grid, output] = [at.bytes, at.bytes + 1024];
  const image = 65536;
  const pixels = new Float32Array(memory.buffer, image, rows * columns);
  const along = (index: number): number => (columns > rows ? index % columns : index >> 1);
  for (let i = 0; i < pixels.length; i++) pixels[i] = along(i) % 4096;
  const wanted = [5, 2 ** 22 - 3, 2 ** 22 + 8, 2 ** 22 + 40];
  const points = wanted.flatMap((index) => {
    const long = Math.fround((2 * index + 1) / width - 1);
    return columns > rows ? [long, -0.5] : [-0.5, long];
  });
  new Float32Array(memory.buffer, grid, 8).set(points);
  const call = singleCall(at, {
    task: taskNumbers.forward,
    sampler: samplerNumbers['bilinear'],
    field: fieldNumbers.grid,
    padding: paddingNumbers['border'],
    image,
    height: rows,
    width: columns,
    channels: 1,
    output,
    outHeight: 1,
    outWidth: 4,
    source: grid,
  });
  writeCall(memory.buffer, at.call, samplingCall, call);
  kernels.sample_f32(at.call);
  const pixelOf = (normalised: number): number =>
    Math.fround(Math.fround(Math.fround(Math.fround(normalised + 1) * width) - 1) / 2);
  const longAxis = points.filter((_, i) => i % 2 === (columns > rows ? 0 : 1));
  const expected = longAxis.map((normalised) => pixelOf(normalised) % 4096);
  expect([...new Float32Array(memory.buffer, output, 4)]).toEqual(expected);
});
