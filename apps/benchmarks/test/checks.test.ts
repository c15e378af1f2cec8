import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-wasm';
import '@tensorflow/tfjs-layers';

import { memory, setBackend } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';

import { kindOf, operationNames } from '../src/cases/cases.js';
import type { BenchmarkCase, Pass, Window } from '../src/cases/cases.js';
import { standardCases } from '../src/cases/standard-cases.js';
import { Absent, defineContestant, timed } from '../src/contestants/contestant.js';
import type { Checked, Contestant, Work } from '../src/contestants/contestant.js';
import { memoryCopy, valuesMoved } from '../src/contestants/memory-copy.js';
import { nodeContestants } from '../src/contestants/node-contestants.js';
import {
  checkLogits,
  checkStep,
  learningRate,
  stCnnModel,
  stCnnProblem,
  weightsOf,
} from '../src/contestants/st-cnn.js';
import { findPython } from '../src/peers/torch.js';
import { requireClose } from '../src/problems/compare-values.js';
import {
  checkGradients,
  checkOutput,
  expectationOf,
} from '../src/problems/sampling-expectation.js';
import { samplingProblems } from '../src/problems/sampling-problem.js';
import { outcomesOf } from './results-of.js';

function contestant(name: string): Contestant {
  const given = {
    problems: samplingProblems(1),
    seed: 1,
    cores: 2,
    python: findPython('/nowhere'),
  };
  const found = nodeContestants(given).find((each) => each.name === name);
  if (found === undefined) throw new Error(`no ${name}`);
  return found;
}

function caseOf(
  operation: string,
  pass: Pass,
  shape: BenchmarkCase['shape'],
  window?: Window,
): BenchmarkCase {
  return { operation, pass, shape, window };
}

/** Windows that move by two. */
function windowOf(size: readonly number[], pad: Window['pad'] = 'same'): Window {
  return { size, strides: 2, pad };
}

function workOf(name: string, work: Work, role: Contestant['role'] = 'peer'): Contestant {
  return defineContestant(
    { name, role, backend: '' },
    () => true,
    () => work,
  );
}

describe('requireClose', () => {
  it('refuses NaN and missing values', () => {
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
  const problem = samplingProblems(1)({ operation: 'grid-bilinear', pass: 'forward', shape });
  const spread = async (values: Float64Array, width: number): Promise<Float32Array> => {
    const { pixels } = await expectationOf(problem);
    const all = new Float32Array(2 * 72 * width);
    pixels.forEach((pixel, index) => {
      all.set(values.subarray(index * width, (index + 1) * width), pixel * width);
    });
    return all;
  };

  it('is found at any of the pixels that are looked at', async () => {
    const { output, pixels } = await expectationOf(problem);
    const right = await spread(output, 3);
    expect((await checkOutput(problem, right)).error).toBeLessThan(1e-7);
    await expect(checkOutput(problem, right.subarray(1))).rejects.toThrow(
      'the output must have 432 values, got 431',
    );
    const last = (pixels.at(-1) ?? NaN) * 3 + 2;
    right[last] = (right[last] ?? NaN) + 0.01;
    await expect(checkOutput(problem, right)).rejects.toThrow('the output must be right');
  });

  it('is found in each of the gradients', async () => {
    const { image, points } = await (await expectationOf(problem)).gradients();
    const byImage = Float32Array.from(image);
    const grid = await spread(points, 2);
    expect((await checkGradients(problem, byImage, { grid })).error).toBeLessThan(1e-6);
    const wrong = byImage.slice();
    wrong[0] = (wrong[0] ?? NaN) + 0.05;
    await expect(checkGradients(problem, wrong, { grid })).rejects.toThrow(
      'the gradient w.r.t. the image',
    );
    const turned = { grid: grid.map((value) => -value) };
    await expect(checkGradients(problem, byImage, turned)).rejects.toThrow(
      'the gradient w.r.t. the grid',
    );
  });

  it('is found in the gradient w.r.t. θ of any image', async () => {
    const affine = samplingProblems(1)({ operation: 'affine', pass: 'backward', shape });
    const { image, theta } = await (await expectationOf(affine)).gradients();
    const right = Float32Array.from(theta);
    const byImage = Float32Array.from(image);
    expect((await checkGradients(affine, byImage, { theta: right })).error).toBeLessThan(1e-6);
    right[11] = (right[11] ?? NaN) * 1.5 + 1;
    await expect(checkGradients(affine, byImage, { theta: right })).rejects.toThrow(
      'the gradient w.r.t. θ',
    );
  });

  it('of a composite sampler is found where it is not finite', async () => {
    const composite = { ...problem, kernel: undefined };
    const output = new Float32Array(432);
    expect(await checkOutput(composite, output)).toEqual({});
    output[7] = NaN;
    await expect(checkOutput(composite, output)).rejects.toThrow('the result must be finite');
    await expect(checkGradients(composite, output, { grid: output })).rejects.toThrow('finite');
  });
});

describe('runCase', () => {
  const affine: BenchmarkCase = { operation: 'affine', pass: 'forward', shape: [1, 2, 2, 1] };
  const checked = (
    name: string,
    check: () => Checked,
    role: 'ours' | 'peer' = 'ours',
  ): Contestant => workOf(name, { time: () => 1, check, dispose: () => undefined }, role);
  const right = checked('right', () => ({ error: 0 }));

  it('does not time what is wrong, absent or broken, and says why', async () => {
    let left = 0;
    const failing = (name: string, check: () => number): Contestant =>
      workOf(name, {
        time: () => expect.unreachable(),
        check: () => ({ error: check() }),
        dispose: () => void (left += 1),
      });
    const results = await outcomesOf(affine, [
      right,
      failing('wrong', () => requireClose('the output', [1], [2], 0.1)),
      failing('absent', () => {
        throw new Absent('no such library');
      }),
      { ...right, name: 'elsewhere', competes: () => false },
    ]);
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

  it('compares what has no oracle with the median of the peers', async () => {
    const good = { values: [1, 2, 30] };
    const results = await outcomesOf(affine, [
      checked('wrong', () => ({ values: [1, 2, 31] })),
      checked('as wrong', () => ({ values: [1, 2, 31] })),
      checked('good', () => ({ values: [1, 2, 30.0001] })),
      checked('a', () => good, 'peer'),
      checked('b', () => good, 'peer'),
      checked('c', () => ({ values: [1, 2, 29] }), 'peer'),
    ]);
    const status = Object.fromEntries(results.map((each) => [each.name, each.status]));
    const failed = { wrong: 'failed', 'as wrong': 'failed', c: 'failed' };
    expect(status).toEqual({ good: 'timed', a: 'timed', b: 'timed', ...failed });
    expect(results[0]).toMatchObject({
      reason: "the result must agree with the others' to 0.0005, got a difference of 0.0333",
    });
  });

  it('compares with each other where there are no peers, and trusts neither of two', async () => {
    const [one, other] = [{ values: [1, 1] }, { values: [1, 1.01] }];
    const statusOf = async (...all: Checked[]): Promise<string[]> => {
      const contestants = all.map((each, index) => checked(`${index}`, () => each));
      return (await outcomesOf(affine, contestants)).map(({ status }) => status);
    };
    expect(await statusOf(one, one, other)).toEqual(['timed', 'timed', 'failed']);
    expect(await statusOf(one, other)).toEqual(['failed', 'failed']);
    expect(await statusOf(one)).toEqual(['timed']);
    expect(await statusOf({ values: [NaN] }, one)).toContain('failed');
  });
});

describe('valuesMoved', () => {
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
    expect(valuesMoved(each)).toBe(expected);
  });

  it('is what memcpy competes with in every case', () => {
    expect(standardCases('extra').every((each) => memoryCopy.competes(each))).toBe(true);
  });
});

describe('checkStep', () => {
  const shape = [4, 30, 30, 1] as const;

  it('refuses steps that lower the loss by something else than their gradient says', async () => {
    await setBackend('cpu');
    const model = stCnnModel(shape, 1);
    const before = await weightsOf(model);
    model.dispose();
    // A gradient of 2 in one entry and of 3 in another, and half of it in the next step.
    const moved = (by: number) =>
      before.map(({ shape: own, data }, index) => {
        const gradient = new Map([
          [0, 2],
          [before.length - 1, 3],
        ]).get(index);
        const start = (value: number, at: number): number =>
          gradient !== undefined && at === 0 ? (1 - by) * gradient * learningRate : value;
        return { shape: own, data: data.map(start) };
      });
    const [start, after, last] = [moved(0), moved(1), moved(1.5)];
    const drop = (4 + 9) * 0.75 * learningRate;
    const { values = [] } = checkStep(start, after, { drop, last });
    expect(Math.max(...values)).toBeCloseTo(3, 3);
    for (const factor of [0, -1, 0.85, 1.15]) {
      expect(() => checkStep(start, after, { drop: factor * drop, last })).toThrow(
        "the training step's loss must be right to 0.1",
      );
    }
    // A step that leaves the weights alone tells nothing.
    expect(() => checkStep(start, start, { drop: 0, last: start })).toThrow("training step's loss");
  });

  it('gives values of every weight, to be compared with those of the others', async () => {
    const model = stCnnModel(shape, 1);
    const before = await weightsOf(model);
    model.dispose();
    for (const index of before.keys()) {
      const after = before.map(({ shape: own, data }, at) => {
        return { shape: own, data: at === index ? data.map((value) => value - 1) : data };
      });
      const moved = checkStep(before, after).values?.filter((value) => value !== 0).length;
      expect(moved).toBe(Math.min(97, before[index]?.data.length ?? NaN));
    }
  });

  it('is of a batch of two images, whose logits must repeat', () => {
    const { pixels, labels } = stCnnProblem(shape, 1);
    expect(pixels.slice(0, 1800)).toEqual(pixels.slice(1800));
    expect(labels.slice(0, 2)).toEqual(labels.slice(2));
    const logits = Float32Array.from({ length: 40 }, (_, index) => index % 20);
    expect(checkLogits(4, logits).error).toBe(0);
    logits[33] = 0;
    expect(() => checkLogits(4, logits)).toThrow('the logits must be right');
  });
});

describe('a case that is stopped', () => {
  it('has no result without a sample', async () => {
    const stop = new AbortController();
    const stopping = workOf('stopping', {
      time: timed(() => stop.abort()),
      check: () => ({}),
      dispose: () => undefined,
    });
    const given = caseOf('affine', 'forward', [1, 2, 2, 1]);
    const results = await outcomesOf(given, [stopping], stop.signal);
    expect(results).toMatchObject([{ status: 'absent', reason: 'the run was stopped' }]);
  });
});

describe('convolutions of different backends', () => {
  it.each([
    ['convolution', 'forward', [3, 3, 2, 4]],
    ['convolution', 'input gradient', [3, 3, 2, 4]],
    ['depthwise-convolution', 'forward', [3, 3, 2, 3]],
    ['max-pool', 'forward', [3, 3]],
    ['average-pool', 'forward', [3, 3]],
  ] as const)('agree: %s %s', async (operation, pass, size) => {
    const window = { size, strides: 2, pad: 'valid' } as const;
    const each: BenchmarkCase = { operation, pass, shape: [2, 8, 11, 2], window };
    const results = await outcomesOf(each, [contestant('tfjs on cpu'), contestant('tfjs on wasm')]);
    expect(results).toMatchObject([{ status: 'timed' }, { status: 'timed' }]);
  });
});

describe('every operation of ours', () => {
  beforeAll(() => setBackend('wasm'));

  const [window, pool] = [windowOf([3, 3, 2, 4]), windowOf([2, 2], 'valid')];
  const sampling = operationNames.filter((name) => kindOf(name) === 'sampling');
  const cases: BenchmarkCase[] = [
    ...sampling.flatMap((operation) => [
      caseOf(operation, 'forward', [2, 9, 12, 3]),
      caseOf(operation, 'backward', [2, 9, 12, 3]),
    ]),
    caseOf('convolution', 'forward', [2, 8, 11, 2], window),
    caseOf('convolution', 'filter gradient', [2, 8, 11, 2], window),
    caseOf('convolution', 'input gradient', [2, 8, 11, 2], window),
    caseOf('max-pool', 'forward', [2, 6, 7, 3], pool),
    caseOf('max-pool', 'input gradient', [2, 6, 7, 3], pool),
    caseOf('depthwise-convolution', 'filter gradient', [2, 8, 11, 3], windowOf([3, 3, 3, 2])),
    caseOf('depthwise-convolution', 'input gradient', [2, 8, 11, 3], windowOf([3, 3, 3, 2])),
    caseOf('average-pool', 'input gradient', [2, 6, 7, 3], pool),
    caseOf('average-pool', 'input gradient', [2, 6, 7, 3], windowOf([2, 2])),
    caseOf('st-cnn', 'inference', [2, 30, 30, 1]),
    caseOf('st-cnn', 'training step', [2, 30, 30, 1]),
  ];

  it.each(cases)('$operation $pass is right on wasm, and leaves nothing behind', async (each) => {
    const fast = contestant('tfjs-stn on wasm+kernels');
    const { numTensors } = memory();
    const ready = await fast.setup(each);
    expect(ready.error ?? 0).toBeLessThan(2e-3);
    expect(ready.error ?? ready.values?.length).toBeDefined();
    expect(await ready.time(1)).toBeGreaterThan(0);
    await ready.teardown();
    expect(memory().numTensors).toBe(numTensors);
  });

  it('is absent on wasm without kernels where tfjs has none, by name', async () => {
    const training = caseOf('convolution', 'filter gradient', [2, 8, 11, 2], window);
    const results = await outcomesOf(training, [contestant('tfjs on wasm')]);
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
        const results = await outcomesOf(given, [own]);
        expect(['timed', 'absent']).toContain(results[0]?.status);
      }
    },
  );

  it('trains on cpu with kernels', async () => {
    const step = { operation: 'st-cnn', pass: 'training step', shape: [2, 30, 30, 1] } as const;
    const results = await outcomesOf(step, [contestant('tfjs-stn on cpu+kernels, 2 threads')]);
    expect(results).toMatchObject([{ status: 'timed' }]);
  });

  it.each(['bilinear', 'antialiased'])('shrinks images with %s', async (sampler) => {
    for (const pass of ['forward', 'backward'] as const) {
      const given = { operation: 'shrink', pass, shape: [1, 24, 24, 3], shrinkBy: 3 } as const;
      const results = await outcomesOf(given, [contestant(`${sampler} on wasm+kernels`)]);
      expect(results).toMatchObject([{ status: 'timed' }]);
    }
  });

  it('copies in and out without a difference', async () => {
    const given = { operation: 'grid-bicubic', pass: 'forward', shape: [2, 9, 12, 3] } as const;
    const own = contestant('tfjs-stn on wasm+kernels, copies in and out');
    const { numTensors } = memory();
    const results = await outcomesOf(given, [own]);
    expect(results).toMatchObject([{ status: 'timed' }]);
    expect(memory().numTensors).toBe(numTensors);
  });

  it('is not tried in plain JavaScript where that takes minutes', async () => {
    const large = caseOf('affine', 'forward', [1, 1080, 1920, 3]);
    const results = await outcomesOf(large, [contestant('tfjs-stn on cpu')]);
    expect(results).toMatchObject([
      { status: 'absent', reason: 'plain JavaScript takes too long for 6220800 values' },
    ]);
  });
});
