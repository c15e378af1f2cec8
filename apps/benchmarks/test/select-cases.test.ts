import { describe, expect, it } from 'vitest';

import { caseName, parseShape, threadCounts } from '../src/cases/cases.js';
import { selectCases, standardCases } from '../src/cases/standard-cases.js';
import { selectTargets, targetName, targets } from '../src/cases/targets.js';
import { nodeContestants } from '../src/contestants/node-contestants.js';
import { findPython } from '../src/peers/torch.js';
import { samplingProblems } from '../src/problems/sampling-problem.js';

describe('selectCases', () => {
  it('gives every case, each once', () => {
    const names = selectCases({}).map(caseName);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toContain('affine backward 1x1080x1920x3');
    expect(names).toContain('st-cnn training step 128x28x28x1');
    expect(names).toContain('affine forward 1x1x1x1');
  });

  it('covers the shapes of real models', () => {
    const shapes = standardCases('full').map(({ shape }) => shape);
    const has = (axis: number, values: readonly number[]): void =>
      values.forEach((value) => expect(shapes.map((shape) => shape[axis])).toContain(value));
    has(0, [1, 8, 16, 64, 128, 256]);
    has(1, [28, 42, 224, 512, 1080]);
    has(3, [1, 3, 32]);
  });

  it('takes an operation by its name, and several by the beginning of theirs', () => {
    const operations = selectCases({ operations: ['grid', 'affine'] }).map(
      (each) => each.operation,
    );
    expect(new Set(operations)).toEqual(
      new Set(['affine', 'grid-nearest', 'grid-bilinear', 'grid-bicubic']),
    );
  });

  it('samples at any shape, and has its own for the rest', () => {
    const cases = selectCases({ shapes: [[2, 9, 7, 3]], operations: ['affine', 'conv'] });
    expect(new Set(cases.map(caseName))).toEqual(
      new Set(['affine forward 2x9x7x3', 'affine backward 2x9x7x3']),
    );
    const convolutions = selectCases({ shapes: [[128, 28, 28, 1]], operations: ['convolution'] });
    expect(convolutions.map(({ pass }) => pass)).toEqual([
      'forward',
      'filter gradient',
      'input gradient',
    ]);
  });

  it('measures a plugin where affine is measured', () => {
    const cases = selectCases({ operations: ['swirl'], plugins: ['swirl'], quick: true });
    expect(cases.map(caseName)).toEqual([
      'swirl forward 1x224x224x3',
      'swirl backward 1x224x224x3',
    ]);
  });

  it('adds rarely measured cases with --extra, and says so where there are no others', () => {
    const names = selectCases({ extra: true }).map(caseName);
    expect(new Set(names).size).toBe(names.length);
    for (const operation of ['depthwise-convolution', 'average-pool', 'shrink']) {
      expect(selectCases({ extra: true, operations: [operation] })).not.toEqual([]);
      expect(() => selectCases({ operations: [operation] })).toThrow(
        `${operation}: all cases need --extra. Add it`,
      );
    }
    expect(names.length - selectCases({}).length).toBe(7 * 3 + 2 + 4 * 3 + 4 * 2 + 5 * 2);
  });

  it('refuses names and shapes that match nothing', () => {
    expect(() => selectCases({ operations: ['affin', 'swirl'] })).toThrow(
      /^--op must be one of affine, .*, got swirl$/,
    );
    expect(() => selectCases({ operations: ['st-cnn'], shapes: [[2, 9, 7, 3]] })).toThrow(
      '--shape: no operation that is asked for is measured at 2x9x7x3.',
    );
  });
});

describe('parseShape', () => {
  it.each([
    ['1x512x512x3', [1, 512, 512, 3]],
    ['256,42,42,1', [256, 42, 42, 1]],
    ['512x512x3', undefined],
    ['1x0x512x3', undefined],
    ['1x-2x512x3', undefined],
    ['1x2.5x512x3', undefined],
    ['', undefined],
  ])('%s', (text, shape) => expect(parseShape(text)).toEqual(shape));
});

describe('targets', () => {
  it('are cases that a full run measures, with names of their own', () => {
    const all = targets(2);
    expect(selectTargets(all, standardCases('full'), { quick: false })).toEqual(all);
    const names = all.map(targetName);
    expect(new Set(names).size).toBe(names.length);
  });

  it.each([1, 2, 8])('name contestants that compete in their cases, on %d cores', (cores) => {
    const contestants = nodeContestants({
      problems: samplingProblems(1),
      seed: 1,
      cores,
      python: findPython('/nowhere/python'),
    });
    for (const { measured, against } of targets(cores)) {
      for (const { contestant, benchmarkCase } of [measured, against]) {
        const found = contestants.find(({ name }) => name === contestant);
        expect(found?.competes(benchmarkCase), `${contestant} in ${caseName(benchmarkCase)}`).toBe(
          true,
        );
      }
    }
  });

  it('ask what two threads gain, however many cores there are', () => {
    for (const cores of [1, 2, 3, 16]) {
      expect(targets(cores).map(({ name }) => name)).toContain(
        'affine on 2 threads vs 1 on cpu+kernels',
      );
      expect(threadCounts(cores)).toContain(2);
    }
    expect(threadCounts(6)).toEqual([1, 2, 4, 6]);
  });

  it('are few in a quick run, and none of another shape than is asked for', () => {
    const cases = standardCases('quick');
    const quick = selectTargets(targets(2), cases, { quick: true });
    expect(quick.length).toBeGreaterThan(0);
    expect(quick.length).toBeLessThan(6);
    const own = selectCases({ shapes: [[2, 9, 7, 3]], operations: ['affine'] });
    expect(selectTargets(targets(2), own, { quick: true, shape: [[2, 9, 7, 3]] })).toEqual([]);
  });
});
