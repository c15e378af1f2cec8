import {
  tensor,
  tidy,
  valueAndGrads,
  type Tensor,
  type Tensor2D,
  type Tensor3D,
  type Tensor4D,
} from '@tensorflow/tfjs-core';
import {
  expectClose,
  expectNoLeak,
  oracleBasisWarp,
  oracleBasisWarpGradients,
  oracleGridSample,
  oracleGridSampleGradients,
  oracleHomographyWarp,
  oracleHomographyWarpGradients,
  seededRandom,
  type Tolerance,
  type DenseArray,
} from '@tfjs-stn/testing';
import { describeBackends } from '@tfjs-stn/testing/vitest';
import { describe, expect, it } from 'vitest';

import { bilinear } from '@tfjs-stn/sampler-bilinear';
import { affine } from '@tfjs-stn/transform-affine';
import { gridSample, spatialTransformer, warp, type Padding } from '../src/index.js';
import { kernelBackends, reference, referenceBackends, withKernels } from './support.js';

const sampler = bilinear();
const paddings: readonly Padding[] = ['zeros', 'border', 'reflection', 'wrap'];
/** The middle of three columns is at 0, where Infinity · 0 is NaN; four have no such place. */
const sizes = [
  [3, 3],
  [2, 4],
] as const;
const cases = [NaN, Infinity, -Infinity, 1e30, -1e30].flatMap((value) =>
  paddings.flatMap((padding) =>
    [false, true].map((alignCorners) => ({ value, padding, alignCorners })),
  ),
);
type Case = (typeof cases)[number];

const float32 = { coordinates: 'float32' } as const;
const theta = [0.9, -0.3, 0.1, 0.25, 1.1, -0.2];
const matrix = [...theta, 0.1, -0.2, 1];

function values(shape: readonly number[], seed: number): DenseArray {
  const random = seededRandom(seed);
  const length = shape.reduce((product, size) => product * size, 1);
  return { shape, data: Float32Array.from({ length }, () => 2 * random() - 1) };
}

/**
 * A batch of the same numbers: each of its items has the value at another place, and the last one
 * has it nowhere, and must not notice.
 */
function spoilt(numbers: readonly number[], value: number, shape: readonly number[]): DenseArray {
  const items = [...numbers.keys(), -1];
  const data = items.flatMap((place) =>
    numbers.map((number, index) => (index === place ? value : number)),
  );
  return { shape: [items.length, ...shape], data: Float32Array.from(data) };
}

function tensorOf({ shape, data }: DenseArray): Tensor {
  return tensor(data as Float32Array, [...shape]);
}

interface Expected {
  readonly output: DenseArray;
  readonly image: DenseArray;
  readonly field: DenseArray;
}

/** Forward and both gradients, and that whatever the coordinates are, the image gets numbers. */
function check(
  apply: (image: Tensor4D, field: Tensor) => Tensor,
  [image, field, dy]: readonly [DenseArray, DenseArray, DenseArray],
  expected: Expected,
  where = '',
): void {
  const both = valueAndGrads((u: Tensor, f: Tensor) => apply(u as Tensor4D, f));
  const { value, grads } = both([tensorOf(image), tensorOf(field)], tensorOf(dy));
  const [byImage, byField] = grads as [Tensor, Tensor];
  const close = (what: string): Tolerance => ({ rtol: 1e-4, atol: 1e-5, what: what + where });
  expectClose(value, expected.output, close('output'));
  expect(byImage.dataSync().every(Number.isFinite)).toBe(true);
  expectClose(byImage, expected.image, close('gradient by image'));
  expectClose(byField, expected.field, close('gradient by field'));
}

function checkMatrix({ value, padding, alignCorners }: Case): void {
  const matrices = spoilt(matrix, value, [3, 3]);
  const batch = matrix.length + 1;
  const image = values([batch, 5, 6, 2], 1);
  for (const outputSize of sizes) {
    const dy = values([batch, ...outputSize, 2], 2);
    const oracle = { image, matrix: matrices, outputSize, padding, alignCorners, ...float32 };
    const gradients = oracleHomographyWarpGradients({ ...oracle, outputGradient: dy });
    check(
      (u, m) =>
        warp(
          u,
          { kind: 'homography', matrix: m as Tensor3D, outputSize, alignCorners },
          { sampler, padding },
        ),
      [image, matrices, dy],
      { output: oracleHomographyWarp(oracle), image: gradients.image, field: gradients.matrix },
      `, output ${outputSize.join('×')}`,
    );
  }
}

function checkTheta({ value, padding, alignCorners }: Case): void {
  const thetas = spoilt(theta, value, [6]);
  const batch = theta.length + 1;
  const image = values([batch, 5, 6, 2], 1);
  const matrices = { shape: [batch, 3, 3], data: homogeneous(thetas.data) };
  for (const outputSize of sizes) {
    const dy = values([batch, ...outputSize, 2], 3);
    const parts = { transform: affine(), sampler, outputSize, padding, alignCorners };
    const transformer = spatialTransformer(parts);
    const oracle = { image, matrix: matrices, outputSize, padding, alignCorners, ...float32 };
    const gradients = oracleHomographyWarpGradients({ ...oracle, outputGradient: dy });
    const ofTheta = gradients.matrix.data.filter((_, index) => index % 9 < 6);
    check(
      (u, t) => transformer.apply(u, t as Tensor2D),
      [image, thetas, dy],
      {
        output: oracleHomographyWarp(oracle),
        image: gradients.image,
        field: { shape: thetas.shape, data: ofTheta },
      },
      `, output ${outputSize.join('×')}`,
    );
  }
}

function homogeneous(thetas: ArrayLike<number>): Float32Array {
  const rows = Array.from({ length: thetas.length / 6 }, (_, item) => [
    ...Array.from(thetas).slice(6 * item, 6 * item + 6),
    0,
    0,
    1,
  ]);
  return Float32Array.from(rows.flat());
}

function checkGrid({ value, padding, alignCorners }: Case): void {
  const [height, width] = sizes[1];
  const grid = spoilt(Array.from(values([height, width, 2], 5).data), value, [height, width, 2]);
  const batch = grid.shape[0] as number;
  const image = values([batch, 5, 6, 2], 1);
  const dy = values([batch, height, width, 2], 4);
  const oracle = { image, grid, padding, alignCorners, ...float32 };
  const gradients = oracleGridSampleGradients({ ...oracle, outputGradient: dy });
  check(
    (u, g) => gridSample(u, g as Tensor4D, { sampler, padding, alignCorners }),
    [image, grid, dy],
    { output: oracleGridSample(oracle), image: gradients.image, field: gradients.grid },
  );
}

function checkBasis({ value, padding, alignCorners }: Case): void {
  const outputSize = sizes[1];
  const terms = 3;
  const basis = values([8, terms], 7);
  const numbers = Array.from(values([terms, 2], 8).data);
  const coefficients = spoilt(numbers, value, [terms, 2]);
  const batch = numbers.length + 1;
  const image = values([batch, 5, 6, 2], 1);
  const dy = values([batch, ...outputSize, 2], 6);
  const oracle = { image, basis, coefficients, outputSize, padding, alignCorners };
  const gradients = oracleBasisWarpGradients({ ...oracle, outputGradient: dy });
  const b = tensorOf(basis) as Tensor2D;
  check(
    (u, c) =>
      warp(
        u,
        { kind: 'basis', basis: b, coefficients: c as Tensor3D, outputSize, alignCorners },
        { sampler, padding },
      ),
    [image, coefficients, dy],
    { output: oracleBasisWarp(oracle), image: gradients.image, field: gradients.coefficients },
  );
}

function declareTests(every = 1): void {
  const checks = { θ: checkTheta, matrix: checkMatrix, grid: checkGrid, basis: checkBasis };
  for (const [what, run] of Object.entries(checks)) {
    describe(`at each element of ${what}, in separate items`, () => {
      it.each(cases.filter((_, index) => index % every === 0))(
        '$value, $padding, alignCorners $alignCorners',
        (given) => {
          expectNoLeak(() => tidy(() => run(given)));
        },
      );
    });
  }
}

describe('NaN and infinity, reference', () => {
  // On tensorflow every small op costs a call into the addon: it gets fewer cases.
  describeBackends(
    referenceBackends,
    (backend) => declareTests(backend === 'tensorflow' ? 3 : 1),
    reference,
  );
});
describe('NaN and infinity, kernels', () => {
  describeBackends(kernelBackends, () => declareTests(), withKernels);
});
