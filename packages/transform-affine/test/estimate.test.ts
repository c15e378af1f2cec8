import { tidy, type Tensor2D } from '@tensorflow/tfjs-core';
import { registerWasmKernels } from '@tfjs-stn/backend-wasm';
import { OptionError } from '@tfjs-stn/core/errors';
import type { Point, PointSets } from '@tfjs-stn/core/homography';
import { expectClose, expectNoLeak } from '@tfjs-stn/testing';
import { loadGoldens } from '@tfjs-stn/testing/goldens';
import { describeBackends } from '@tfjs-stn/testing/vitest';
import { estimateAffine, estimateSimilarity } from '@tfjs-stn/transform-affine';
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

const goldens = loadGoldens<EstimateGolden>('estimates');

type Estimate = (outputPoints: PointSets, inputPoints: PointSets) => Tensor2D;
const estimates: Readonly<Record<string, Estimate>> = {
  affine: estimateAffine,
  similarity: estimateSimilarity,
};
const ours = goldens.filter(({ family }) => family in estimates);

const square: readonly Point[] = [
  [-1, -1],
  [1, -1],
  [1, 1],
  [-1, 1],
];
const line: readonly Point[] = [-1, 0.1, 0.7, 0.9].map((t) => [t, 0.3 - 2 * t] as const);
const place: readonly Point[] = square.map(() => [0.2, 0.3] as const);
const mirrored: readonly Point[] = square.map(([x, y]) => [-x, y] as const);

function values(theta: Tensor2D): number[] {
  return tidy(() => Array.from(theta.dataSync()));
}

describeBackends(
  ['cpu', 'wasm'],
  () => {
    it('there are goldens of estimateAffine and estimateSimilarity', () =>
      expect(ours).toHaveLength(12));

    it.each(ours)(
      'an estimate agrees with NumPy: $name',
      ({ family, outputPoints, inputPoints, theta }) => {
        expectNoLeak(() => {
          const estimated = estimates[family]!(outputPoints, inputPoints);
          expectClose(estimated, theta, { rtol: 1e-6, atol: 1e-6 });
          return estimated;
        });
      },
    );
  },
  { setup: { wasm: registerWasmKernels } },
);

describe('estimateAffine and estimateSimilarity', () => {
  it('map output to input', () => {
    // What is at (0.5, 0) in the image is to come to the centre.
    const input = square.map(([x, y]) => [x + 0.5, y] as const);
    expect(values(estimateAffine(square, input))).toEqual([1, 0, 0.5, 0, 1, 0]);
    expect(values(estimateSimilarity(square, input))).toEqual([0, 0, 0.5, 0]);
    // A quarter turn from x towards y.
    const turned = square.map(([x, y]) => [-y, x] as const);
    expectClose(values(estimateSimilarity(square, turned)), [0, Math.PI / 2, 0, 0]);
    expectClose(values(estimateAffine(square, turned)), [0, -1, 0, 1, 0, 0]);
  });

  it('recover θ exactly from points without noise', () => {
    const parameter = fc.integer({ min: -1500, max: 1500 }).map((value) => value / 1024);
    const centre = fc.integer({ min: -100, max: 100 });
    fc.assert(
      fc.property(fc.tuple(parameter, parameter, parameter, parameter, centre), (drawn) => {
        const [logScale, angle, tx, ty, offset] = drawn;
        const [c, s] = [Math.exp(logScale) * Math.cos(angle), Math.exp(logScale) * Math.sin(angle)];
        const output = square.map(([x, y]) => [x + offset, y - offset] as const);
        const input = output.map(([x, y]) => [c * x - s * y + tx, s * x + c * y + ty] as const);
        const tolerance = { rtol: 1e-6, atol: 1e-6 };
        expectClose(values(estimateSimilarity(output, input)), drawn.slice(0, 4), tolerance);
        expectClose(values(estimateAffine(output, input)), [c, -s, tx, s, c, ty], tolerance);
      }),
      { numRuns: 100, seed: 1 },
    );
  });

  it('broadcast one list of points to a batch', () => {
    const moved = square.map(([x, y]) => [x, y - 0.25] as const);
    const theta = estimateAffine(square, [square, moved]);
    expect(theta.shape).toEqual([2, 6]);
    expect(values(theta).slice(6)).toEqual([1, 0, 0, 0, 1, -0.25]);
    expect(estimateSimilarity([square, square, square], moved).shape).toEqual([3, 4]);
  });

  it('estimate flattening and mirroring if the transform allows them', () => {
    expectClose(values(estimateAffine(square, mirrored)), [-1, 0, 0, 0, 1, 0]);
    expectClose(values(estimateAffine(square, place)), [0, 0, 0.2, 0, 0, 0.3]);
  });

  const refused: readonly (readonly [string, Estimate, PointSets, PointSets, string])[] = [
    [
      'two points for an affine',
      estimateAffine,
      square.slice(2),
      square.slice(2),
      'estimateAffine: at least 3 pairs of points are needed, got 2 in item 0',
    ],
    [
      'a line for an affine',
      estimateAffine,
      [square, line],
      [square, square],
      'estimateAffine: output points must not lie on one line, got 4 that do in item 1. Use estimateSimilarity for two points',
    ],
    [
      'a line to float32',
      estimateAffine,
      line.map(([x, y]) => [Math.fround(x), Math.fround(y)] as const),
      square,
      'output points must not lie on one line',
    ],
    [
      'duplicates for an affine',
      estimateAffine,
      [...square.slice(2), ...square.slice(2)],
      square,
      'estimateAffine: at least 3 output points must be different, got 2 different of 4 in item 0',
    ],
    [
      'one point for a similarity',
      estimateSimilarity,
      square.slice(3),
      square.slice(3),
      'estimateSimilarity: at least 2 pairs of points are needed, got 1 in item 0',
    ],
    [
      'one place twice for a similarity',
      estimateSimilarity,
      place,
      square,
      'estimateSimilarity: at least 2 output points must be different, got 1 different of 4',
    ],
    [
      'one place in the input',
      estimateSimilarity,
      square,
      place,
      'estimateSimilarity: input points must be rotated and scaled output points, got 4 that coincide or are mirrored in item 0. Use estimateAffine to mirror',
    ],
    ['a mirror image', estimateSimilarity, square, mirrored, 'or are mirrored in item 0'],
    [
      'NaN',
      estimateSimilarity,
      square,
      [...square.slice(1), [0, NaN]],
      'estimateSimilarity: a point must be [x, y] of finite numbers, got [0, NaN] at inputPoints[3]',
    ],
  ];
  it.each(refused)('reject %s', (_what, estimate, outputPoints, inputPoints, message) => {
    const attempt = (): void => expectNoLeak(() => estimate(outputPoints, inputPoints));
    expect(attempt).toThrow(OptionError);
    expect(attempt).toThrow(message);
  });
});
