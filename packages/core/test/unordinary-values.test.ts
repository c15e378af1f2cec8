import {
  grad,
  tensor,
  tidy,
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
  type DenseArray,
} from '@tfjs-stn/testing';
import { describeBackends } from '@tfjs-stn/testing/vitest';
import { describe, expect, it } from 'vitest';

import { bilinear } from '@tfjs-stn/sampler-bilinear';
import { affine } from '@tfjs-stn/transform-affine';
import { gridSample, spatialTransformer, warp, type Padding } from '../src/index.js';
import { kernelBackends, reference, referenceBackends, withKernels } from './backends.js';

const sampler = bilinear();
const paddings: readonly Padding[] = ['zeros', 'border', 'reflection', 'wrap'];
const batch = 2;
/** The middle of three columns is at 0, where Infinity · 0 is NaN; four have no such place. */
const sizes = [
  [3, 3],
  [2, 4],
] as const;
const allCases = [NaN, Infinity, -Infinity, 1e30, -1e30].flatMap((value) =>
  paddings.flatMap((padding) =>
    [false, true].map((alignCorners) => ({ value, padding, alignCorners })),
  ),
);
type Case = (typeof allCases)[number];
/** Each value and padding once, for the reference takes its time. */
const someCases = allCases.filter((_, index) => index % 4 === 0 || index % 4 === 3);

const float32 = { coordinates: 'float32' } as const;
const image = values([batch, 5, 6, 2], 1);
/** Item 0 gets the value; item 1 stays as it is, and must not notice. */
const thetas = [0.9, -0.3, 0.1, 0.25, 1.1, -0.2, 0.8, 0.4, -0.1, -0.35, 0.7, 0.3];
const matrices = [0, 6].flatMap((start) => [...thetas.slice(start, start + 6), 0.1, -0.2, 1]);

function values(shape: readonly number[], seed: number): DenseArray {
  const random = seededRandom(seed);
  const length = shape.reduce((product, size) => product * size, 1);
  return { shape, data: Float32Array.from({ length }, () => 2 * random() - 1) };
}

function withValue(numbers: readonly number[], place: number, value: number): Float32Array {
  return Float32Array.from(numbers, (number, index) => (index === place ? value : number));
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
  apply: (image: Tensor4D, field: Tensor) => Tensor4D,
  field: DenseArray,
  dy: DenseArray,
  expected: Expected,
  what: string,
): void {
  const [u, f, upstream] = [tensorOf(image) as Tensor4D, tensorOf(field), tensorOf(dy)];
  const tolerance = { rtol: 1e-4, atol: 1e-5 };
  expectClose(apply(u, f), expected.output, { ...tolerance, what: `output, ${what}` });
  const byImage = grad((x: Tensor) => apply(x as Tensor4D, f))(u, upstream);
  expect(byImage.dataSync().every(Number.isFinite)).toBe(true);
  expectClose(byImage, expected.image, { ...tolerance, what: `gradient by image, ${what}` });
  const byField = grad((x: Tensor) => apply(u, x))(f, upstream);
  expectClose(byField, expected.field, { ...tolerance, what: `gradient by field, ${what}` });
}

function checkMatrix({ value, padding, alignCorners }: Case): void {
  for (const outputSize of sizes) {
    const dy = values([batch, ...outputSize, 2], 2);
    for (let place = 0; place < 9; place++) {
      const matrix = { shape: [batch, 3, 3], data: withValue(matrices, place, value) };
      const oracle = { image, matrix, outputSize, padding, alignCorners, ...float32 };
      const gradients = oracleHomographyWarpGradients({ ...oracle, outputGradient: dy });
      check(
        (u, m) =>
          warp(
            u,
            { kind: 'homography', matrix: m as Tensor3D, outputSize, alignCorners },
            { sampler, padding },
          ),
        matrix,
        dy,
        { output: oracleHomographyWarp(oracle), image: gradients.image, field: gradients.matrix },
        `matrix[${place}], output ${outputSize.join('×')}`,
      );
    }
  }
}

function checkTheta({ value, padding, alignCorners }: Case): void {
  for (const outputSize of sizes) {
    const dy = values([batch, ...outputSize, 2], 3);
    const transformer = spatialTransformer({
      transform: affine(),
      sampler,
      outputSize,
      padding,
      alignCorners,
    });
    for (let place = 0; place < 6; place++) {
      const theta = { shape: [batch, 6], data: withValue(thetas, place, value) };
      const matrix = { shape: [batch, 3, 3], data: homogeneous(theta.data) };
      const oracle = { image, matrix, outputSize, padding, alignCorners, ...float32 };
      const gradients = oracleHomographyWarpGradients({ ...oracle, outputGradient: dy });
      const ofTheta = gradients.matrix.data.filter((_, index) => index % 9 < 6);
      check(
        (u, t) => transformer.apply(u, t as Tensor2D),
        theta,
        dy,
        {
          output: oracleHomographyWarp(oracle),
          image: gradients.image,
          field: { shape: [batch, 6], data: ofTheta },
        },
        `θ[${place}], output ${outputSize.join('×')}`,
      );
    }
  }
}

function homogeneous(theta: Float32Array): Float32Array {
  const rows = [0, 6].flatMap((start) => [...theta.subarray(start, start + 6), 0, 0, 1]);
  return Float32Array.from(rows);
}

function checkGrid({ value, padding, alignCorners }: Case): void {
  const [height, width] = sizes[1];
  const dy = values([batch, height, width, 2], 4);
  const points = Array.from(values([batch, height, width, 2], 5).data);
  for (const place of [0, 1, 6, 9]) {
    const grid = { shape: [batch, height, width, 2], data: withValue(points, place, value) };
    const oracle = { image, grid, padding, alignCorners, ...float32 };
    const gradients = oracleGridSampleGradients({ ...oracle, outputGradient: dy });
    check(
      (u, g) => gridSample(u, g as Tensor4D, { sampler, padding, alignCorners }),
      grid,
      dy,
      { output: oracleGridSample(oracle), image: gradients.image, field: gradients.grid },
      `grid[${place}]`,
    );
  }
}

function checkBasis({ value, padding, alignCorners }: Case): void {
  const outputSize = sizes[1];
  const dy = values([batch, ...outputSize, 2], 6);
  const terms = 3;
  const basis = values([8, terms], 7);
  const numbers = Array.from(values([batch, terms, 2], 8).data);
  for (let place = 0; place < terms * 2; place++) {
    const coefficients = { shape: [batch, terms, 2], data: withValue(numbers, place, value) };
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
      coefficients,
      dy,
      { output: oracleBasisWarp(oracle), image: gradients.image, field: gradients.coefficients },
      `coefficients[${place}]`,
    );
  }
}

function declareTests(cases: readonly Case[]): void {
  const checks = { θ: checkTheta, matrix: checkMatrix, grid: checkGrid, basis: checkBasis };
  for (const [what, run] of Object.entries(checks)) {
    describe(`in ${what}, of one item of the batch`, () => {
      it.each(cases)('$value, $padding, alignCorners $alignCorners', (given) => {
        expectNoLeak(() => tidy(() => run(given)));
      });
    });
  }
}

describe('values that are no ordinary numbers, reference', () => {
  describeBackends(referenceBackends, () => declareTests(someCases), reference);
});
describe('values that are no ordinary numbers, kernels', () => {
  describeBackends(kernelBackends, () => declareTests(allCases), withKernels);
});
