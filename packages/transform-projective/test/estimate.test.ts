import { tidy, type Tensor2D } from '@tensorflow/tfjs-core';
import { registerWasmKernels } from '@tfjs-stn/backend-wasm';
import { generateGrid } from '@tfjs-stn/core';
import { OptionError } from '@tfjs-stn/core/errors';
import type { Point, PointSets } from '@tfjs-stn/core/homography';
import { expectClose, expectNoLeak } from '@tfjs-stn/testing';
import { loadGoldens } from '@tfjs-stn/testing/goldens';
import { describeBackends } from '@tfjs-stn/testing/vitest';
import { estimateHomography, homography } from '@tfjs-stn/transform-projective';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

/** A transformation estimated by NumPy. */
interface EstimateGolden {
  readonly name: string;
  readonly family: string;
  readonly outputPoints: readonly (readonly Point[])[];
  readonly inputPoints: readonly (readonly Point[])[];
  /** Expected. */
  readonly theta: { readonly shape: readonly number[]; readonly data: Float32Array };
}

const all = loadGoldens<EstimateGolden>('estimates');
const goldens = all.filter(({ family }) => family === 'homography');

const square: readonly Point[] = [
  [-1, -1],
  [1, -1],
  [1, 1],
  [-1, 1],
];
const photo: readonly Point[] = [
  [-0.5, -0.7],
  [0.6, -0.8],
  [0.9, 0.7],
  [-0.8, 0.6],
];

function values(theta: Tensor2D): number[] {
  return tidy(() => Array.from(theta.dataSync()));
}

describeBackends(
  ['cpu', 'wasm'],
  () => {
    it('there are goldens of estimateHomography', () => expect(goldens).toHaveLength(6));

    it.each(goldens)(
      'estimateHomography agrees with NumPy: $name',
      ({ outputPoints, inputPoints, theta }) => {
        expectNoLeak(() => {
          const estimated = estimateHomography(outputPoints, inputPoints);
          expectClose(estimated, theta, { rtol: 1e-6, atol: 1e-6 });
          return estimated;
        });
      },
    );

    it('estimateHomography flattens a document: the corners of the output read its corners', () => {
      tidy(() => {
        const theta = estimateHomography(square, photo);
        const grid = generateGrid(homography(), theta, { outputSize: [2, 2], alignCorners: true });
        const [a, b, c, d] = photo as [Point, Point, Point, Point];
        const expected = { shape: [1, 2, 2, 2], data: [a, b, d, c].flat() };
        expectClose(grid, expected, { rtol: 1e-6, atol: 1e-6 });
      });
    });
  },
  { setup: { wasm: registerWasmKernels } },
);

describe('estimateHomography', () => {
  it('recovers θ exactly from four points or more without noise', () => {
    const offset = fc.integer({ min: -300, max: 300 }).map((value) => value / 1024);
    const offsets = fc.array(offset, { minLength: 8, maxLength: 8 });
    const more: readonly Point[] = [...square, [0.3, 0.2], [-0.4, 0.5], [0.1, -0.7]];
    fc.assert(
      fc.property(offsets, fc.integer({ min: 4, max: 7 }), (drawn, count) => {
        const theta = homography().identity.map((value, i) => value + drawn[i]!);
        const [a, b, c, d, e, f, g, h] = theta as [
          ...[number, number, number, number, number, number, number, number],
        ];
        const output = more.slice(0, count);
        const input = output.map(([x, y]): Point => {
          const w = g * x + h * y + 1;
          return [(a * x + b * y + c) / w, (d * x + e * y + f) / w];
        });
        expectClose(values(estimateHomography(output, input)), theta, { rtol: 1e-6, atol: 1e-6 });
      }),
      { numRuns: 100, seed: 1 },
    );
  });

  it('broadcasts one list of points to a batch, and mirrors', () => {
    const mirrored = square.map(([x, y]): Point => [-x, y]);
    const theta = estimateHomography(square, [square, mirrored]);
    expect(theta.shape).toEqual([2, 8]);
    expectClose(values(theta), [1, 0, 0, 0, 1, 0, 0, 0, -1, 0, 0, 0, 1, 0, 0, 0]);
  });

  const [a, b, c, d] = square as [Point, Point, Point, Point];
  const line: readonly Point[] = [-1, -0.2, 0.4, 1].map((t) => [t, 0.3 * t + 0.1]);
  const refused: readonly (readonly [string, PointSets, PointSets, string])[] = [
    [
      'three pairs',
      square.slice(1),
      square.slice(1),
      'estimateHomography: at least 4 pairs of points are needed, got 3 in item 0',
    ],
    [
      'duplicates',
      [a, b, c, a],
      square,
      'estimateHomography: at least 4 output points must be different, got 3 different of 4 in item 0',
    ],
    [
      'points on one line',
      [square, line],
      [square, line],
      'estimateHomography: four of the pairs must have no three points on one line, got 4 pairs without such four in item 1',
    ],
    [
      'three of four on one line',
      [a, b, [0, -1], d],
      [a, b, [0, -1], d],
      'got 4 pairs without such four',
    ],
    [
      'input points in one place',
      square,
      square.map((): Point => [0.2, 0.3]),
      'got 4 pairs without such four in item 0',
    ],
    [
      'a line that becomes none',
      [a, b, [0, -1], d],
      photo,
      'estimateHomography: all output points and the centre of the output must be in front of the horizon, got 4 pairs that put one behind it in item 0. Pass both lists in the same order',
    ],
    ['corners in another order', square, [a, c, b, d], 'must be in front of the horizon'],
    [
      'a centre behind the horizon',
      square.map(([x, y]): Point => [x + 3, y]),
      // w = x - 1
      square.map(([x, y]): Point => [1 / (x + 2), y / (x + 2)]),
      'the centre of the output must be in front of the horizon',
    ],
    [
      'NaN',
      [a, b, c, [NaN, 1]],
      square,
      'estimateHomography: a point must be [x, y] of finite numbers, got [NaN, 1] at outputPoints[3]',
    ],
  ];
  it.each(refused)('rejects %s', (_what, outputPoints, inputPoints, message) => {
    const attempt = (): void => expectNoLeak(() => estimateHomography(outputPoints, inputPoints));
    expect(attempt).toThrow(OptionError);
    expect(attempt).toThrow(message);
  });
});
