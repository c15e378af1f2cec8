import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-layers';

import { afterAll, describe, expect, it } from 'vitest';

import type { BenchmarkCase } from '../src/cases/cases.js';
import { findPython, torch } from '../src/peers/torch.js';
import { samplingProblems } from '../src/problems/sampling-problem.js';
import { outcomesOf } from './results-of.js';

const stub = new URL('fixtures/stub-worker.mjs', import.meta.url).pathname;
const affine: BenchmarkCase = { operation: 'affine', pass: 'forward', shape: [2, 9, 12, 3] };

/** Runs a case with PyTorch alone. */
async function timedBy(python: ReturnType<typeof findPython>, each: BenchmarkCase) {
  const given = { problems: samplingProblems(1), seed: 1 };
  const contestant = torch(1, () => python.process(), given);
  return (await outcomesOf(each, [contestant]))[0];
}

describe('a worker that is asked line by line', () => {
  const python = findPython(process.execPath, stub);
  afterAll(() => python.close());

  it('is not timed when its result is wrong', async () => {
    expect(await timedBy(python, affine)).toMatchObject({
      name: 'PyTorch, 1 thread',
      status: 'failed',
      reason: expect.stringContaining('the output must be right'),
    });
  });

  it('says what is wrong with it in its own words', async () => {
    expect(await timedBy(python, { ...affine, shape: [3, 9, 12, 3] })).toMatchObject({
      status: 'failed',
      reason: 'MemoryError: three are too many',
    });
  });

  it('tells the versions of what it is', async () => {
    expect((await python.process()).versions).toEqual({ python: '3.0', torch: '2.0' });
  });
});

describe('a Python without torch', () => {
  it('is refused where it was named, with its own words', async () => {
    const wrong = findPython('/nowhere/python');
    await expect(wrong.process()).rejects.toThrow(
      '--python /nowhere/python must be a Python with torch, got: spawn /nowhere/python ENOENT',
    );
  });
});

const named = process.env['TFJS_STN_TORCH_PYTHON'];

describe.runIf(named)('PyTorch (TFJS_STN_TORCH_PYTHON names a Python that has it)', () => {
  const python = findPython(named);
  afterAll(() => python.close());
  const window = { size: [3, 3, 2, 4], strides: 2, pad: 'valid' } as const;
  const convolution = { operation: 'convolution', shape: [2, 9, 11, 2], window } as const;
  const depthwise = { operation: 'depthwise-convolution', shape: [2, 9, 11, 3] } as const;
  const pool = { shape: [2, 6, 8, 3], window: { ...window, size: [2, 2] } } as const;
  const cases: BenchmarkCase[] = [
    affine,
    { ...affine, pass: 'backward' },
    { ...affine, operation: 'tps', pass: 'backward' },
    { ...affine, operation: 'grid-bicubic' },
    ...(['forward', 'filter gradient', 'input gradient'] as const).flatMap((pass) => [
      { ...convolution, pass },
      { ...depthwise, window: { ...window, size: [3, 3, 3, 2] }, pass },
    ]),
    ...(['forward', 'input gradient'] as const).flatMap((pass) => [
      { ...pool, operation: 'average-pool', pass },
      { ...pool, operation: 'max-pool', pass },
    ]),
    { operation: 'st-cnn', pass: 'inference', shape: [4, 30, 30, 1] },
    { operation: 'st-cnn', pass: 'training step', shape: [4, 30, 30, 1] },
  ];

  it.each(cases)('computes what the oracle does: $operation $pass', async (each) => {
    const result = await timedBy(python, each);
    expect(result).toMatchObject({ status: 'timed' });
  });
});
