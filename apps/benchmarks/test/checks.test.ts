import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-wasm';
import '@tensorflow/tfjs-layers';

import { memory, setBackend } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';

import type { BenchmarkCase } from '../src/cases/benchmark-case.js';
import { operationNames } from '../src/cases/operation.js';
import { Absent } from '../src/contestants/absent.js';
import type { Contestant } from '../src/contestants/contestant.js';
import { localContestant } from '../src/contestants/local-contestant.js';
import { memoryCopy } from '../src/contestants/memory-copy.js';
import { tfjsContestants } from '../src/contestants/tfjs-contestants.js';
import { checkGradients, checkOutput } from '../src/checks/check-sampling.js';
import { requireClose } from '../src/checks/require-close.js';
import { standardCases } from '../src/cases/standard-cases.js';
import { touchedValues } from '../src/contestants/touched-values.js';
import { checkStep } from '../src/st-cnn/check-st-cnn.js';
import { learningRate, stCnnModel } from '../src/st-cnn/st-cnn-model.js';
import { stCnnProblem } from '../src/st-cnn/st-cnn-problem.js';
import { weightsOf } from '../src/st-cnn/weights-of.js';
import { nodeHosts } from '../src/hosts/node-hosts.js';
import { poseSampling } from '../src/problems/pose-sampling.js';
import { runCase } from '../src/timing/run-case.js';

const race = { rounds: 3, budget: 50, sampleTime: 0.1, seed: 1 };

function contestant(name: string): Contestant {
  const all = nodeHosts(2).flatMap((host) => tfjsContestants(host, poseSampling(1), 1));
  const found = all.find((each) => each.name === name);
  if (found === undefined) throw new Error(`no ${name}`);
  return found;
}

describe('requireClose', () => {
  it('takes NaN for wrong, and a missing value too', () => {
    expect(() => requireClose('it', [NaN], [1], 0.1)).toThrow(
      'it must be right to 0.1, got an error of Infinity',
    );
    expect(() => requireClose('it', [1], [1, 2], 0.1)).toThrow('it must have 2 values, got 1');
  });

  it('is relative to the largest value, where that is above 1', () => {
    expect(requireClose('it', [101, 0], [100, 0], 0.011)).toBeCloseTo(0.01, 10);
    expect(() => requireClose('it', [0.12], [0.1], 0.011)).toThrow('got an error of 0.0200');
  });
});

describe('an output or gradient that is wrong', () => {
  const shape = [2, 8, 9, 3] as const;
  const { problem, expectation } = poseSampling(1)(
    { kind: 'sampling', field: 'grid', sampler: 'bilinear' },
    shape,
  );
  const { pixels, perImage, output, imageGradient, pointGradient } = expectation;
  const spread = (values: Float64Array, width: number): Float32Array => {
    const all = new Float32Array(2 * 72 * width);
    pixels.forEach((pixel, index) => {
      const start = (Math.floor(index / perImage) * 72 + pixel) * width;
      all.set(values.subarray(index * width, (index + 1) * width), start);
    });
    return all;
  };

  it('is found at any of the pixels that are looked at', () => {
    const right = spread(output, 3);
    expect(checkOutput(problem, expectation, right)).toBeLessThan(1e-7);
    const last = (72 + (pixels.at(-1) ?? NaN)) * 3 + 2;
    right[last] = (right[last] ?? NaN) + 0.01;
    expect(() => checkOutput(problem, expectation, right)).toThrow('the output must be right');
  });

  it('is found in each of the gradients', () => {
    const byImage = Float32Array.from(imageGradient);
    const byGrid = spread(pointGradient, 2);
    expect(checkGradients(problem, expectation, { byImage, byGrid })).toBeLessThan(1e-6);
    const wrong = byImage.slice();
    wrong[0] = (wrong[0] ?? NaN) + 0.05;
    expect(() => checkGradients(problem, expectation, { byImage: wrong, byGrid })).toThrow(
      'the gradient by the image',
    );
    expect(() =>
      checkGradients(problem, expectation, { byImage, byGrid: byGrid.map((value) => -value) }),
    ).toThrow('the gradient by the grid');
  });
});

describe('runCase', () => {
  const affine: BenchmarkCase = { operation: 'affine', pass: 'forward', shape: [1, 2, 2, 1] };
  const right = localContestant(
    { name: 'right', role: 'ours', backend: '' },
    {
      competes: () => true,
      enter: () => ({ call: () => undefined, check: () => 0, dispose: () => undefined }),
    },
  );

  it('does not time what is wrong, absent or broken, and says why', async () => {
    let left = 0;
    const failing = (name: string, check: () => number): Contestant =>
      localContestant(
        { name, role: 'peer', backend: '' },
        {
          competes: () => true,
          enter: () => ({
            call: () => expect.unreachable(),
            check,
            dispose: () => void (left += 1),
          }),
        },
      );
    const { results } = await runCase(
      affine,
      [
        right,
        failing('wrong', () => requireClose('the output', [1], [2], 0.1)),
        failing('absent', () => {
          throw new Absent('no such library');
        }),
        { ...right, name: 'elsewhere', competes: () => false },
      ],
      race,
    );
    expect(results).toMatchObject([
      { name: 'right', status: 'timed' },
      {
        name: 'wrong',
        status: 'failed',
        reason: 'the output must be right to 0.1, got an error of 0.500',
      },
      { name: 'absent', status: 'absent', reason: 'no such library' },
    ]);
    expect(left).toBe(2);
  });
});

describe('touchedValues', () => {
  it.each([
    // Image in, image out.
    [{ operation: 'affine', pass: 'forward', shape: [2, 3, 5, 7] }, 420],
    // And two coordinates for each of 30 pixels.
    [{ operation: 'grid-nearest', pass: 'forward', shape: [2, 3, 5, 7] }, 480],
    // Image, upstream, gradient; grid and its gradient.
    [{ operation: 'grid-nearest', pass: 'backward', shape: [2, 3, 5, 7] }, 750],
    // 4 × 4 × 2 in, 3 × 3 × 5 out, 2 × 2 × 2 × 5 weights.
    [
      {
        operation: 'convolution',
        pass: 'filter gradient',
        shape: [1, 4, 4, 2],
        window: { size: [2, 2, 2, 5], strides: 1, pad: 'valid' },
      },
      32 + 45 + 40,
    ],
  ] as const)('%o', (each: BenchmarkCase, expected) => {
    expect(touchedValues(each)).toBe(expected);
  });

  it('is what memcpy competes with in every case', () => {
    expect(standardCases(false).every((each) => memoryCopy.competes(each))).toBe(true);
  });
});

describe('checkStep', () => {
  const problem = stCnnProblem([4, 30, 30, 1], 1);

  it('finds a gradient that is wrong in any of the weights, and one that is none', async () => {
    await setBackend('cpu');
    const model = stCnnModel(problem.shape, 1);
    const before = await weightsOf(model);
    model.dispose();
    const still = before.map((weight) => ({ ...weight, data: weight.data.slice() }));
    const last = still.at(-1);
    if (last) last.data[0] = (last.data[0] ?? NaN) + 0.5 * learningRate;
    expect(() => checkStep(before, still, problem)).toThrow(
      /the gradient|gradients of the training step must be right/,
    );
  });

  it('is of a batch of two images', () => {
    expect(problem.few.shape).toEqual([2, 30, 30, 1]);
    expect(problem.pixels.slice(0, 1800)).toEqual(problem.pixels.slice(1800));
    expect(problem.labels.slice(0, 2)).toEqual(problem.labels.slice(2));
  });
});

describe('a case that is stopped', () => {
  it('has no result without a sample', async () => {
    const stop = new AbortController();
    const stopping = localContestant(
      { name: 'stopping', role: 'ours', backend: '' },
      {
        competes: () => true,
        enter: () => ({ call: () => stop.abort(), check: () => 0, dispose: () => undefined }),
      },
    );
    const { results } = await runCase(
      { operation: 'affine', pass: 'forward', shape: [1, 2, 2, 1] },
      [stopping],
      { ...race, signal: stop.signal },
    );
    expect(results).toMatchObject([{ status: 'absent', reason: 'the run was stopped' }]);
  });
});

describe('every operation of ours', () => {
  beforeAll(() => setBackend('wasm'));

  const window = { size: [3, 3, 2, 4], strides: 2, pad: 'same' } as const;
  const pool = { size: [2, 2], strides: 2, pad: 'valid' } as const;
  const cases: BenchmarkCase[] = [
    ...operationNames
      .filter((name) => !['st-cnn', 'convolution', 'max-pool'].includes(name))
      .flatMap((operation) =>
        (['forward', 'backward'] as const).map((pass): BenchmarkCase => ({
          operation,
          pass,
          shape: [2, 9, 12, 3],
        })),
      ),
    ...(['forward', 'filter gradient', 'input gradient'] as const).map((pass): BenchmarkCase => ({
      operation: 'convolution',
      pass,
      shape: [2, 8, 11, 2],
      window,
    })),
    ...(['forward', 'input gradient'] as const).map((pass): BenchmarkCase => ({
      operation: 'max-pool',
      pass,
      shape: [2, 6, 7, 3],
      window: pool,
    })),
    { operation: 'st-cnn', pass: 'inference', shape: [2, 30, 30, 1] },
    { operation: 'st-cnn', pass: 'training step', shape: [2, 30, 30, 1] },
  ];

  it.each(cases)('$operation $pass is right on wasm, and leaves nothing behind', async (each) => {
    const fast = contestant('tfjs-stn on wasm+kernels');
    const { numTensors } = memory();
    const racer = await fast.enter(each);
    expect(racer.error).toBeLessThan(2e-3);
    expect(await racer.time(1)).toBeGreaterThan(0);
    await racer.leave();
    expect(memory().numTensors).toBe(numTensors);
  });

  it('is absent on wasm without kernels where tfjs has none, by name', async () => {
    const training: BenchmarkCase = {
      operation: 'convolution',
      pass: 'filter gradient',
      shape: [2, 8, 11, 2],
      window,
    };
    const { results } = await runCase(training, [contestant('tfjs on wasm')], race);
    expect(results).toMatchObject([
      { status: 'absent', reason: expect.stringContaining('Conv2DBackpropFilter') },
    ]);
  });

  // The kernels that are ours; the addon of tensorflow may be absent.
  it.each(['cpu+kernels, 2 threads', 'tensorflow+kernels, 2 threads'])(
    'is right on %s, or absent',
    async (name) => {
      const own = contestant(`tfjs-stn on ${name}`);
      for (const pass of ['forward', 'backward'] as const) {
        const given = { operation: 'projective', pass, shape: [2, 9, 12, 3] } as const;
        const { results } = await runCase(given, [own], race);
        expect(['timed', 'absent']).toContain(results[0]?.status);
      }
    },
  );

  it('trains on cpu with kernels', async () => {
    const step = { operation: 'st-cnn', pass: 'training step', shape: [2, 30, 30, 1] } as const;
    const { results } = await runCase(
      step,
      [contestant('tfjs-stn on cpu+kernels, 2 threads')],
      race,
    );
    expect(results).toMatchObject([{ status: 'timed' }]);
  });

  it('copies in and out without a difference', async () => {
    const given = { operation: 'grid-bicubic', pass: 'forward', shape: [2, 9, 12, 3] } as const;
    const own = contestant('tfjs-stn on wasm+kernels, copies in and out');
    const { numTensors } = memory();
    const { results } = await runCase(given, [own], race);
    expect(results).toMatchObject([{ status: 'timed' }]);
    expect(memory().numTensors).toBe(numTensors);
  });

  it('is not tried in plain JavaScript where that takes minutes', async () => {
    const large: BenchmarkCase = {
      operation: 'affine',
      pass: 'forward',
      shape: [1, 1080, 1920, 3],
    };
    const { results } = await runCase(large, [contestant('tfjs-stn on cpu')], race);
    expect(results).toMatchObject([
      { status: 'absent', reason: 'plain JavaScript takes too long for 6220800 values' },
    ]);
  });
});
