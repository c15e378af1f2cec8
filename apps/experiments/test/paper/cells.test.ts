import '@tensorflow/tfjs-backend-cpu';

import { describe, expect, test } from 'vitest';

import {
  allCells,
  cellId,
  cellName,
  cellsMatching,
  isCoLocalisation,
  isMultiDigit,
} from '../../src/paper/cell.js';
import { parsePaperOptions } from '../../src/paper/parse-paper-options.js';
import { buildPaperNet } from '../../src/paper/training/build-paper-net.js';

const names = (args: readonly string[], environment = {}): string[] => {
  const options = parsePaperOptions(args, 100, environment);
  return 'text' in options ? [] : options.cells.map(cellId);
};

describe('the cells', () => {
  test('are eight models in four columns, four in TC, six in ADD, and those of the appendix', () => {
    const cells = allCells([1, 2, 3]);
    expect(new Set(cells.map(cellId)).size).toBe(3 * (4 * 8 + 4 + 6 + 2 * 3 + 2));
    expect(cells.length).toBe(150);
    expect(cellsMatching(cells, ['st-cnn-multi']).map(cellName)).toEqual(
      [1, 2, 3].flatMap(() => ['st-cnn-multi/affine/MULTI64', 'st-cnn-multi/affine/MULTI128']),
    );
    expect(cellsMatching(cells, ['TC']).length).toBe(12);
  });

  test('begin with R and RTS of ST-CNN and CNN, then take every cell once', () => {
    const cells = allCells([1, 2, 3]);
    expect(cells.slice(0, 4).map(cellName)).toEqual([
      'st-cnn/affine/R',
      'cnn/R',
      'st-cnn/affine/RTS',
      'cnn/RTS',
    ]);
    expect(cells.slice(0, 50).every(({ seed }) => seed === 1)).toBe(true);
    expect(cells[43]).toMatchObject({ model: 'cnn', distortion: 'TC' });
    expect(cells[49]).toMatchObject({ model: 'st-cnn-multi', distortion: 'MULTI128' });
    expect(cells.slice(50, 58).map(({ seed }) => seed)).toEqual([2, 2, 2, 2, 3, 3, 3, 3]);
  });

  test('are chosen by name, by part of a name and by seed', () => {
    expect(names(['--cell', 'st-cnn/affine/R', '--seed', '2'])).toEqual(['st-cnn-affine-R-2']);
    expect(names(['--cell', 'fcn', 'cnn/R', '--seed', '1'])).toEqual([
      'cnn-R-1',
      ...['R', 'RTS', 'P', 'E', 'TC', 'ADD'].map((distortion) => `fcn-${distortion}-1`),
    ]);
    expect(() => names(['--cell', 'cnn/X'])).toThrow("There is no cell 'cnn/X'");
  });

  test('have nets of about 400,000 weights', () => {
    for (const cell of allCells([1])) {
      if (isCoLocalisation(cell.distortion)) continue;
      const net = buildPaperNet(cell);
      expect(Math.abs(net.countParams() / 400_000 - 1), cellName(cell)).toBeLessThan(0.02);
      const classifier = net.layers.filter(({ name }) => /^(conv|dense|logits)/.test(name));
      expect(classifier.length).toBe(isMultiDigit(cell.distortion) ? 6 : 3);
      net.dispose();
    }
  });
});

describe('--shard', () => {
  test('deals all cells out, each once', () => {
    const parts = [1, 2, 3, 4, 5].map((index) => names(['--shard', `${index}/5`]));
    expect(parts.flat().toSorted()).toEqual(allCells([1, 2, 3]).map(cellId).toSorted());
    expect(parts.map(({ length }) => length)).toEqual([30, 30, 30, 30, 30]);
  });

  test.each([
    [{ SLURM_ARRAY_TASK_ID: '2', SLURM_ARRAY_TASK_MIN: '1' }],
    [{ SLURM_ARRAY_TASK_ID: '1' }],
    [{ JOB_COMPLETION_INDEX: '1' }],
  ])('takes its part from %o', (environment) => {
    expect(names(['--shard', '5'], environment)).toEqual(names(['--shard', '2/5']));
  });

  test.each([
    ['6/5', {}, "--shard must be i/n with i from 1 to n, got '6/5'"],
    ['0/5', {}, "--shard must be i/n with i from 1 to n, got '0/5'"],
    ['a/b', {}, "--shard must be i/n with i from 1 to n, got 'a/b'"],
    ['5', {}, "got '5' and neither"],
    ['5', { JOB_COMPLETION_INDEX: '5' }, "got '5' and part 6"],
  ])('refuses %s with %o', (shard, environment, text) => {
    expect(() => names(['--shard', shard], environment)).toThrow(text);
  });
});
