import { tensor2d, tidy } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { generateGrid } from '@tfjs-stn/core';
import { seededRandom } from '@tfjs-stn/testing';
import { tps } from '@tfjs-stn/transform-tps';
import { describe, expect, it } from 'vitest';

import { basePoint } from '../src/fields/base-point.js';
import { fieldModels } from '../src/fields/field-models.js';
import { pixelMatrix } from '../src/fields/pixel-matrix.js';
import { solve } from '../src/fields/solve.js';
import { samplingProblem } from '../src/problems/sampling-problem.js';

const names = ['affine', 'projective', 'tps'] as const;

describe.each(names)('the model of %s', (name) => {
  const model = fieldModels[name];
  const theta = model.theta(seededRandom(3));
  const at = [0.31, -0.62] as const;

  it('has the derivatives that central differences find', () => {
    const [byX, byY] = model.derivatives(theta, at);
    theta.forEach((_, entry) => {
      const nudged = (by: number) =>
        model.map(theta.map((value, index) => (index === entry ? value + by : value)))(at);
      const [above, below] = [nudged(1e-6), nudged(-1e-6)];
      expect((above[0] - below[0]) / 2e-6).toBeCloseTo(byX[entry] ?? NaN, 7);
      expect((above[1] - below[1]) / 2e-6).toBeCloseTo(byY[entry] ?? NaN, 7);
    });
  });

  it('looks elsewhere for every image of a batch', () => {
    const { theta: all, paramCount } = samplingProblem(
      { kind: 'sampling', field: name, sampler: 'bilinear' },
      [2, 3, 4, 1],
      1,
    );
    expect(all).toHaveLength(2 * paramCount);
    expect(all.subarray(0, paramCount)).not.toEqual(all.subarray(paramCount));
  });
});

describe('the model of tps', () => {
  it('goes through its control points', () => {
    const theta = fieldModels.tps.theta(seededRandom(5));
    const look = fieldModels.tps.map(theta);
    for (let index = 0; index < 16; index++) {
      const point = [(2 * (index % 4)) / 3 - 1, (2 * Math.floor(index / 4)) / 3 - 1] as const;
      const [x, y] = look(point);
      expect(x).toBeCloseTo(theta[2 * index] ?? NaN, 10);
      expect(y).toBeCloseTo(theta[2 * index + 1] ?? NaN, 10);
    }
  });

  it('means the same as the library', () => {
    const theta = fieldModels.tps.theta(seededRandom(5));
    const grid = tidy(() =>
      generateGrid(tps({ controlPoints: [4, 4] }), tensor2d([theta]), [5, 7]).dataSync(),
    );
    const look = fieldModels.tps.map(theta);
    for (let pixel = 0; pixel < 35; pixel++) {
      const [x, y] = look(basePoint(pixel, 5, 7));
      expect(grid[2 * pixel]).toBeCloseTo(x, 4);
      expect(grid[2 * pixel + 1]).toBeCloseTo(y, 4);
    }
  });
});

describe('solve', () => {
  it('solves a system whose diagonal has a zero', () => {
    // 2y = 6, 3x + y = 9
    const [[x], [y]] = solve(
      [
        [0, 2],
        [3, 1],
      ],
      [[6], [9]],
    ) as [[number], [number]];
    expect(x).toBeCloseTo(2, 14);
    expect(y).toBeCloseTo(3, 14);
  });
});

describe('pixelMatrix', () => {
  it('takes pixels where the model takes normalised points', () => {
    const [height, width] = [6, 10];
    const problem = samplingProblem(
      { kind: 'sampling', field: 'projective', sampler: 'bilinear' },
      [2, height, width, 1],
      1,
    );
    const m = pixelMatrix(problem, 1);
    const at = (row: number, x: number, y: number): number =>
      (m[row] ?? NaN) * x + (m[row + 1] ?? NaN) * y + (m[row + 2] ?? NaN);
    const look = fieldModels.projective.map(problem.theta.subarray(8, 16));
    const [x, y] = look(basePoint(4 * width + 7, height, width));
    expect(at(0, 7, 4) / at(6, 7, 4)).toBeCloseTo(((x + 1) * width - 1) / 2, 10);
    expect(at(3, 7, 4) / at(6, 7, 4)).toBeCloseTo(((y + 1) * height - 1) / 2, 10);
  });
});
