import {
  grad,
  mul,
  sum,
  tensor,
  tensor2d,
  tidy,
  type Tensor,
  type Tensor2D,
  type Tensor3D,
  type Tensor4D,
} from '@tensorflow/tfjs-core';
import { spatialTransformer, warp, type SamplingField } from '@tfjs-stn/core';
import { bicubic } from '@tfjs-stn/sampler-bicubic';
import { bilinear } from '@tfjs-stn/sampler-bilinear';
import {
  centralDifferences,
  expectClose,
  oracleBasisGrid,
  type DenseArray,
  type OraclePadding,
} from '@tfjs-stn/testing';
import { describeBackends } from '@tfjs-stn/testing/vitest';
import { affine } from '@tfjs-stn/transform-affine';
import { describe, expect, it } from 'vitest';

import { antialiased } from '../src/index.js';
import {
  gridFootprints,
  homographyFootprints,
  oracleFootprints,
  oracleFootprintsImageGradient,
  tapsOf,
  type FootprintInputs,
  type Footprints,
} from './antialiased-oracle.js';
import { dense, noise, once, tensorOf } from './arrays.js';
import { backends, hooks } from './kernels.js';

const outputSize = [4, 5] as const;
const image = noise([1, 9, 11, 2], 5);
const dy = noise([1, ...outputSize, 2], 6);

interface Case {
  readonly what: string;
  /** Matrix, coefficients or grid. */
  readonly source: DenseArray;
  readonly padding: OraclePadding;
  readonly fillValue?: readonly number[];
  readonly alignCorners: boolean;
  readonly footprints: (source: DenseArray['data']) => Footprints;
  readonly field: (source: Tensor) => SamplingField;
  /** Numbers of the source whose gradient is compared. */
  readonly compared?: number;
}

const matrixCase = (
  data: readonly number[],
  alignCorners: boolean,
): Pick<Case, 'source' | 'alignCorners' | 'footprints' | 'field'> => ({
  source: { shape: [1, 3, 3], data },
  alignCorners,
  footprints: (matrix) => homographyFootprints(matrix, outputSize, alignCorners),
  field: (matrix) => ({
    kind: 'homography',
    matrix: matrix as Tensor3D,
    outputSize,
    alignCorners,
  }),
});

const affineMatrix = [1.31, 0.22, 0.07, -0.19, 1.12, -0.04, 0, 0, 1];
/** Footprints twice as wide at one side as at the other. */
const projectiveMatrix = [1.2, 0.15, 0.04, -0.1, 1.1, 0.05, 0.3, -0.12, 1];
/** Constant, linear, and two waves of the output's pixels. */
const basis = dense([20, 5], (index) => {
  const [pixel, term] = [Math.floor(index / 5), index % 5];
  const [x, y] = [(2 * (pixel % 5)) / 4 - 1, (2 * Math.floor(pixel / 5)) / 3 - 1];
  return [1, x, y, Math.sin(2 * x + y), Math.cos(x - 2 * y)][term]!;
});
const coefficients = [0.05, -0.02, 1.1, 0.1, -0.15, 1.05, 0.12, -0.08, 0.07, 0.1];
const waves = dense([1, 4, 5, 2], (index) => {
  const [pixel, axis] = [Math.floor(index / 2), index % 2];
  const [column, row] = [pixel % 5, Math.floor(pixel / 5)];
  const own = axis === 0 ? column / 2 - 1 : (2 * row) / 3 - 1;
  return 0.93 * own + 0.11 * Math.sin(2 * column + 3 * row + axis);
});

const cases: readonly Case[] = [
  {
    what: 'affine, zeros with a fill value per channel, over the edges',
    ...matrixCase(affineMatrix, false),
    padding: 'zeros',
    fillValue: [0.7, -1.3],
    // What the zeros of its last row would change is left out, as documented.
    compared: 6,
  },
  { what: 'affine, border', ...matrixCase(affineMatrix, true), padding: 'border', compared: 6 },
  { what: 'projective, reflection', ...matrixCase(projectiveMatrix, false), padding: 'reflection' },
  { what: 'projective, zeros', ...matrixCase(projectiveMatrix, true), padding: 'zeros' },
  {
    what: 'linear in coefficients, wrap',
    source: { shape: [1, 5, 2], data: coefficients },
    alignCorners: true,
    padding: 'wrap',
    footprints: (data) =>
      gridFootprints(
        oracleBasisGrid({ basis, coefficients: { shape: [1, 5, 2], data }, outputSize }),
      ),
    field: (source) => ({
      kind: 'basis',
      basis: tensor2d(basis.data as Float32Array, [20, 5]),
      coefficients: source as Tensor3D,
      outputSize,
      alignCorners: true,
    }),
  },
  {
    what: 'a grid, zeros with a fill value',
    source: waves,
    alignCorners: false,
    padding: 'zeros',
    fillValue: [0.4, 0.4],
    footprints: (data) => gridFootprints({ shape: waves.shape, data }),
    field: (grid) => ({ kind: 'grid', grid: grid as Tensor4D, outputSize, alignCorners: false }),
  },
];

interface Expected {
  readonly output: DenseArray;
  readonly byImage: DenseArray;
  readonly bySource: ArrayLike<number>;
}

function expectedOf({ source, padding, fillValue, alignCorners, footprints }: Case): Expected {
  const options = { image, padding, alignCorners, ...(fillValue && { fillValue }) };
  const start = { ...options, footprints: footprints(source.data) };
  const taps = tapsOf(start);
  expect(Math.min(...taps)).toBeGreaterThan(1);
  const inputs: FootprintInputs = { ...start, taps };
  const total = (data: DenseArray['data']): number =>
    oracleFootprints({ ...inputs, footprints: footprints(data) }).data.reduce(
      (sum, value, i) => sum + value * dy.data[i]!,
      0,
    );
  return {
    output: oracleFootprints(inputs),
    byImage: oracleFootprintsImageGradient({ ...inputs, outputGradient: dy }),
    bySource: centralDifferences(total, source.data, 1e-6),
  };
}

const withOracle = cases.map((one) => ({ ...one, expected: once(() => expectedOf(one)) }));

describeBackends(
  backends,
  () => {
    describe('antialiased against the definition in float64', () => {
      it.each(withOracle)('has the output and gradients: $what', ({ expected, ...one }) => {
        tidy(() => {
          const { source, padding, fillValue, field, compared = source.data.length } = one;
          const sampler = antialiased({ base: bilinear() });
          const options = { sampler, padding, ...(fillValue && { fillValue }) };
          const run = (x: Tensor, s: Tensor): Tensor4D => warp(x as Tensor4D, field(s), options);
          const [x, s] = [
            tensorOf(image),
            tensor(Float32Array.from(source.data), [...source.shape]),
          ];
          const { output, byImage, bySource } = expected();
          expectClose(run(x, s), output, { rtol: 1e-5, atol: 1e-5 });
          const ofImage = grad((each: Tensor) => run(each, s))(x, tensorOf(dy));
          expectClose(ofImage, byImage, { atol: 1e-5 });
          const ofSource = grad((each: Tensor) => run(x, each))(s, tensorOf(dy)).dataSync();
          expectClose(
            Array.from(ofSource).slice(0, compared),
            Array.from(bySource).slice(0, compared),
            { rtol: 1e-3, atol: 2e-3 },
          );
        });
      });

      it('has the second derivative w.r.t. θ', () => {
        tidy(() => {
          const transformer = spatialTransformer({
            transform: affine(),
            sampler: antialiased({ base: bicubic() }),
            outputSize,
          });
          const x = tensorOf(single);
          const along = tensor2d(direction, [1, 6]);
          const slope = (t: Tensor): Tensor =>
            sum(mul(grad((each: Tensor) => transformer.apply(x, each as Tensor2D))(t), along));
          const second = grad(slope)(tensor2d(affineMatrix.slice(0, 6), [1, 6]));
          expectClose(
            second,
            { shape: [1, 6], data: expectedSecond() },
            { rtol: 2e-3, atol: 2e-2 },
          );
        });
      });
    });
  },
  hooks,
);

const single = noise([1, 9, 11, 1], 7);
const direction = [0.3, -0.2, 0.5, 0.1, 0.4, -0.6];
const expectedSecond = once(() => {
  const total = (theta: ArrayLike<number>): number =>
    oracleFootprints({
      image: single,
      footprints: homographyFootprints([...Array.from(theta), 0, 0, 1], outputSize, false),
      taps: [3, 3],
      kernel: 'bicubic',
    }).data.reduce((a, b) => a + b, 0);
  const slope = (theta: ArrayLike<number>): number =>
    centralDifferences(total, theta, 1e-5).reduce((sum, each, i) => sum + each * direction[i]!, 0);
  return centralDifferences(slope, affineMatrix.slice(0, 6), 1e-5);
});
