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

// An image of 2.3 GiB, of which only the rows that are written and read take memory.
const [height, width] = [25_000, 25_000];
const image = 65_536;
const pages = Math.ceil((image + height * width * 4) / 65_536);
const kernels = await compileKernels('plain');

it.each(ownWeights)('%s reads and adds beyond 2 GiB', (sampler) => {
  const memory = new WebAssembly.Memory({ initial: pages });
  const { sample_f32: sample } = linkKernels(kernels, memory);
  const at = samplingWorkspace(1, 0, testTaps);
  const [grid, output] = [at.bytes, at.bytes + 1024];
  // At the left edge, where neighbours are outside: the way that takes points one by one.
  const rows = [100, 21_400, 21_500, 24_990];
  const points = rows.flatMap((row) => [(0.5 * 2 + 1) / width - 1, (2 * row + 1) / height - 1]);
  new Float32Array(memory.buffer, grid, 8).set(points);
  for (const row of rows) {
    new Float32Array(memory.buffer, image + (row - 3) * width * 4, 7 * width).fill(1);
  }
  const call = (task: number): void => {
    const what = singleCall(at, {
      task,
      sampler: samplerNumbers[sampler] as number,
      field: fieldNumbers.grid,
      padding: paddingNumbers['border'],
      image,
      height,
      width,
      channels: 1,
      output,
      outHeight: 1,
      outWidth: 4,
      source: grid,
      // Rows before stay untouched, so that they take no memory.
      imageRowBegin: task === taskNumbers.gradImage ? 21_300 : 0,
      imageRowEnd: task === taskNumbers.gradImage ? 21_600 : height,
    });
    writeTable(memory, at);
    writeCall(memory.buffer, at.call, samplingCall, what);
    sample(at.call);
  };
  call(taskNumbers.forward);
  const values = new Float32Array(memory.buffer, output, 4);
  for (const value of values) expect(value).toBeCloseTo(1, 5);

  values.fill(1);
  call(taskNumbers.gradImage);
  let total = 0;
  for (const row of [21_400, 21_500]) {
    const added = new Float32Array(memory.buffer, image + (row - 3) * width * 4, 7 * width);
    total += added.reduce((sum, value) => sum + value, 0);
  }
  expect(total).toBeCloseTo(2, 5);
});
