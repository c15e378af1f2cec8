import { seededRandom } from '@tfjs-stn/testing';
import { describe, expect, it } from 'vitest';

import {
  fieldNumbers,
  paddingNumbers,
  samplerNumbers,
  taskNumbers,
  samplingCall,
} from '../src/abi.generated.js';
import { compileKernels, linkKernels } from '../src/compile-kernels.js';
import type { SamplingCall } from '../src/abi.js';
import { writeCall } from '../src/write-call.js';
import { samplingWorkspace } from '../src/sampling-workspace.js';
import { singleCall, testTaps } from './support/single-call.js';

const memory = new WebAssembly.Memory({ initial: 32 });
const kernels = linkKernels(await compileKernels('plain'), memory);
// Behind what the kernel works in.
const [image, upstream, source, basis, gradient] = [1, 4, 8, 9, 16].map((page) => page * 65536) as [
  number,
  number,
  number,
  number,
  number,
];
const [batch, height, width, channels] = [2, 9, 11, 3];
const [outHeight, outWidth, terms] = [50, 13, 5];

const fields = {
  homography: { size: 9, terms: 0 },
  basis: { size: 2 * terms, terms },
} as const;

describe.each(Object.keys(fields) as (keyof typeof fields)[])('gradients w.r.t. a %s', (field) => {
  const { size } = fields[field];
  const at = samplingWorkspace(channels, fields[field].terms, testTaps);

  function sums(calls: readonly Partial<SamplingCall>[], bands: number): Float64Array {
    const random = seededRandom(3);
    const fill = (address: number, count: number, scale: number): void => {
      const values = new Float32Array(memory.buffer, address, count);
      values.forEach((_, index) => (values[index] = scale * (2 * random() - 1)));
    };
    fill(image, batch * height * width * channels, 1);
    fill(upstream, batch * outHeight * outWidth * channels, 1);
    fill(source, batch * size, 0.1);
    // Near the identity, so that every band sees the image.
    const sources = new Float32Array(memory.buffer, source, batch * size);
    if (field === 'homography')
      sources.forEach((_, i) => (sources[i]! += (i % 9) % 4 === 0 ? 1 : 0));
    fill(basis, outHeight * outWidth * terms, 1);
    const result = new Float64Array(memory.buffer, gradient, batch * bands * size).fill(0);
    for (const part of calls) {
      const call = singleCall(at, {
        task: taskNumbers.gradField,
        sampler: samplerNumbers['bilinear'],
        field: fieldNumbers[field],
        padding: paddingNumbers['reflection'],
        image,
        height,
        width,
        channels,
        output: upstream,
        outHeight,
        outWidth,
        source,
        basis,
        terms: fields[field].terms,
        gradient,
        batch,
        imageStride: height * width * channels * 4,
        outputStride: outHeight * outWidth * channels * 4,
        sourceStride: size * 4,
        gradientStride: bands * size * 8,
        ...part,
      });
      writeCall(memory.buffer, at.call, samplingCall, call);
      kernels.sample_f32(at.call);
    }
    return result.slice();
  }

  // The last of them shorter than the others, just as long, and all rows in one.
  it.each([7, 16, 25, 49, 50, 64])('bands of %i rows have sums of their own', (rows) => {
    const bands = Math.ceil(outHeight / rows);
    const together = sums([{ bandRows: rows, bandStride: size * 8 }], bands);
    const apart = Array.from({ length: bands }, (_, band) => ({
      gradient: gradient + band * size * 8,
      rowBegin: band * rows,
      rowEnd: Math.min((band + 1) * rows, outHeight),
    }));
    expect(together).toEqual(sums(apart, bands));
    expect(together.every(Number.isFinite)).toBe(true);
    const empty = Array.from({ length: batch * bands }, (_, index) =>
      together.subarray(index * size, (index + 1) * size).every((sum) => sum === 0),
    );
    expect(empty).not.toContain(true);
  });

  it('a call may begin with any row', () => {
    const rows = { rowBegin: 14, rowEnd: 43 };
    const together = sums([{ ...rows, bandRows: 15, bandStride: size * 8 }], 2);
    const apart = [
      { rowBegin: 14, rowEnd: 29 },
      { rowBegin: 29, rowEnd: 43, gradient: gradient + size * 8 },
    ];
    expect(together).toEqual(sums(apart, 2));
  });
});
