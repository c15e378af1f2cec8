import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-wasm';

import { setBackend, tensor, unsortedSegmentSum } from '@tensorflow/tfjs-core';
import { expectClose } from '@tfjs-stn/testing';
import { describe, expect, it } from 'vitest';

import { guardedMemory } from './support/guarded-memory.js';
import { randomValues } from './support/random-values.js';
import { runKernel, type Values } from './support/run-kernel.js';
import { useTrainingKernels } from './support/use-training-kernels.js';

useTrainingKernels(guardedMemory);

function ids(count: number, least: number, most: number): Values {
  const { data } = randomValues([count], 5);
  const id = (value: number): number => least + Math.floor(((value + 1) / 2) * (most - least + 1));
  return { shape: [count], data: Int32Array.from(data, id) };
}

const shapes = [[9], [9, 1], [9, 4], [9, 2, 3], [30, 17], [1, 5], [0, 3]];

describe('UnsortedSegmentSum', () => {
  it.each(shapes.map((shape) => [shape.join('×'), shape] as const))('%s', async (_, shape) => {
    const inputs = { x: randomValues(shape, 1), segmentIds: ids(shape[0] ?? 0, -2, 6) };
    const attributes = { numSegments: 5 };
    const actual = await runKernel('wasm', 'UnsortedSegmentSum', inputs, attributes);
    const expected = await runKernel('cpu', 'UnsortedSegmentSum', inputs, attributes);
    expectClose(actual, expected);
  });

  it('sums int32 and keeps it', async () => {
    const x = { shape: [4, 5], data: Int32Array.from({ length: 20 }, (_, i) => i * 2 ** 20 + 1) };
    const segmentIds = { shape: [4], data: Int32Array.of(1, 0, 1, 9) };
    const sum = await runKernel(
      'wasm',
      'UnsortedSegmentSum',
      { x, segmentIds },
      { numSegments: 2 },
    );
    expect(sum.dtype).toBe('int32');
    const row = (r: number): number[] => [...x.data.subarray(r * 5, r * 5 + 5)];
    const both = row(0).map((value, c) => value + (row(2)[c] ?? 0));
    expect([...sum.data]).toEqual([...row(1), ...both]);
  });

  it('takes ids of several axes', async () => {
    const x = randomValues([2, 3, 4], 1);
    const segmentIds = { shape: [2, 3], data: Int32Array.of(0, 1, 2, 2, 1, 0) };
    const flat = { x: { ...x, shape: [6, 4] }, segmentIds: { ...segmentIds, shape: [6] } };
    const attributes = { numSegments: 3 };
    const actual = await runKernel('wasm', 'UnsortedSegmentSum', { x, segmentIds }, attributes);
    expectClose(actual, await runKernel('cpu', 'UnsortedSegmentSum', flat, attributes));
  });

  it('rejects what it cannot sum', async () => {
    await setBackend('wasm');
    const floats = tensor([1, 2, 3]);
    expect(() => unsortedSegmentSum(floats, tensor([0, 1], [2], 'int32') as never, 2)).toThrow(
      'UnsortedSegmentSum: segmentIds must have the first axes of x, [3], got [2]',
    );
    const flags = tensor([true, false, true]);
    expect(() => unsortedSegmentSum(flags, tensor([0, 1, 0], [3], 'int32') as never, 2)).toThrow(
      'UnsortedSegmentSum: x must be float32 or int32, got bool',
    );
  });
});
