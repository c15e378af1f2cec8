import '@tensorflow/tfjs-backend-cpu';

import { oracleGridSample } from '@tfjs-stn/testing';
import { describe, expect, it } from 'vitest';

import { expectationOf } from '../src/problems/sampling-expectation.js';
import { pixelMatrices, samplingProblems } from '../src/problems/sampling-problem.js';
import { windowLayout } from '../src/problems/window-problem.js';

const shape = [2, 6, 10, 1] as const;
const problemOf = (operation: string) =>
  samplingProblems(1)({ operation, pass: 'backward', shape });

describe.each(['affine', 'projective', 'tps'])('the problem of %s', (operation) => {
  const problem = problemOf(operation);

  it('looks elsewhere for every image of a batch', () => {
    const { theta, paramCount } = problem;
    expect(theta).toHaveLength(2 * paramCount);
    expect(theta.subarray(0, paramCount)).not.toEqual(theta.subarray(paramCount));
  });

  it('expects the gradient w.r.t. θ that central differences of the oracle find', async () => {
    const { upstream, gradients } = await expectationOf(problem);
    const { entries, theta: expected } = await gradients();
    const total = async (theta: Float32Array): Promise<number> => {
      const grid = { shape: [2, 6, 10, 2], data: await problem.pointsOf(theta) };
      const output = oracleGridSample({ image: { shape, data: problem.image }, grid });
      return output.data.reduce((sum, value, i) => sum + value * (upstream[i] ?? NaN), 0);
    };
    for (const [place, entry] of entries.entries()) {
      for (const item of [0, 1]) {
        const moved = (by: number): Float32Array =>
          problem.theta.map(
            (value, i) => value + (i === item * problem.paramCount + entry ? by : 0),
          );
        const slope = ((await total(moved(2 ** -9))) - (await total(moved(-(2 ** -9))))) / 2 ** -8;
        const own = expected[item * entries.length + place] ?? NaN;
        expect(Math.abs(own - slope)).toBeLessThan(0.02 * Math.max(1, Math.abs(slope)));
      }
    }
  });
});

describe('the problem of tps', () => {
  it('samples at the points that the library computes, each image at its own', async () => {
    const { points, output, pixels } = await (async () => {
      const problem = problemOf('tps');
      return { points: await problem.points(), ...(await expectationOf(problem)) };
    })();
    expect(points).toHaveLength(2 * 60 * 2);
    expect(points.subarray(0, 120)).not.toEqual(points.subarray(120));
    expect(output).toHaveLength(pixels.length);
    expect(new Set(pixels)).toHaveProperty('size', 2 * 30);
  });
});

describe('pixelMatrices', () => {
  it('take pixels where the oracle takes normalised points', async () => {
    const [, height, width] = shape;
    const problem = problemOf('projective');
    const m = pixelMatrices(problem)[1] ?? [];
    const at = (row: number, x: number, y: number): number =>
      (m[row] ?? NaN) * x + (m[row + 1] ?? NaN) * y + (m[row + 2] ?? NaN);
    const points = await problem.points();
    const [x = NaN, y = NaN] = points.subarray((height * width + 4 * width + 7) * 2);
    // In float32, unlike the oracle.
    expect(at(0, 7, 4) / at(6, 7, 4)).toBeCloseTo(((x + 1) * width - 1) / 2, 5);
    expect(at(3, 7, 4) / at(6, 7, 4)).toBeCloseTo(((y + 1) * height - 1) / 2, 5);
  });
});

describe('windowLayout', () => {
  // tf.nn.conv2d of TensorFlow 2 with these shapes.
  it.each([
    ['convolution', [5, 5, 3, 7], 2, 'valid', [1, 2, 3, 7], [0, 0], [0, 0]],
    ['convolution', [3, 3, 3, 7], 2, 'same', [1, 4, 5, 7], [1, 0], [1, 1]],
    ['depthwise-convolution', [3, 3, 3, 2], 1, 'same', [1, 7, 10, 6], [1, 1], [1, 1]],
    ['max-pool', [2, 2], 2, 'valid', [1, 3, 5, 3], [0, 0], [0, 0]],
  ] as const)('%s %s stride %d %s', (operation, size, strides, pad, outputShape, before, after) => {
    const benchmarkCase = { operation, pass: 'forward', shape: [1, 7, 10, 3] } as const;
    const expected = { outputShape: [...outputShape], before: [...before], after: [...after] };
    expect(windowLayout(benchmarkCase, { size, strides, pad })).toEqual(expected);
  });
});
