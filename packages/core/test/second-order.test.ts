import {
  grad,
  mul,
  sum,
  tensor4d,
  tidy,
  type Tensor,
  type Tensor2D,
  type Tensor4D,
} from '@tensorflow/tfjs-core';
import { centralDifferences, expectClose, oracleGridSampleGradients } from '@tfjs-stn/testing';
import { describeBackends } from '@tfjs-stn/testing/vitest';
import { beforeAll, describe, it } from 'vitest';

import { bilinear } from '@tfjs-stn/sampler-bilinear';
import { affine } from '@tfjs-stn/transform-affine';
import { generateGrid, gridSample, spatialTransformer, type Transform } from '../src/index.js';
import {
  kernelBackends,
  reference,
  referenceBackends,
  someImage,
  someTheta,
  withKernels,
} from './support.js';

const sampler = bilinear();
/** Away from pixel centres, where the first derivative jumps. */
const points = [0.13, -0.41, -0.62, 0.27, 0.71, 0.55, -0.15, 0.83];
let image: Tensor4D;
let dy: Tensor4D;
let direction: Tensor4D;

/** ⟨gradient by `which` of the oracle, direction⟩ as a function of grid and image. */
function oracleProduct(
  which: 'grid' | 'image',
  along: Float32Array,
  grid: readonly number[],
  pixels: ArrayLike<number>,
): number {
  const gradients = oracleGridSampleGradients({
    image: { shape: image.shape, data: Float64Array.from(pixels) },
    grid: { shape: [1, 2, 2, 2], data: Float64Array.from(grid) },
    outputGradient: { shape: dy.shape, data: dy.dataSync<'float32'>() },
  });
  return gradients[which].data.reduce((total, value, i) => total + value * (along[i] ?? 0), 0);
}

for (const [title, names, hooks] of [
  ['reference', referenceBackends, reference],
  ['kernels', kernelBackends, withKernels],
] as const) {
  describe(`second derivatives, ${title}`, () => {
    describeBackends(names, declareTests, hooks);
  });
}

function declareTests(): void {
  beforeAll(() => {
    image = someImage([1, 4, 5, 2]);
    dy = someImage([1, 2, 2, 2], 2);
    direction = someImage([1, 2, 2, 2], 3);
  });

  it('w.r.t. the grid, of the grid gradient', () => {
    tidy(() => {
      const grid = tensor4d(points, [1, 2, 2, 2]);
      const first = (g: Tensor): Tensor =>
        grad((x: Tensor) => gridSample(image, x as Tensor4D, { sampler }))(g, dy);
      const second = grad((g: Tensor) => sum(mul(first(g), direction)))(grid);
      const along = direction.dataSync<'float32'>();
      const pixels = image.dataSync();
      const expected = centralDifferences(
        (g) => oracleProduct('grid', along, Array.from(g), pixels),
        Float64Array.from(points),
      );
      expectClose(second, { shape: [1, 2, 2, 2], data: expected }, { rtol: 1e-3, atol: 1e-4 });
    });
  });

  it('w.r.t. the image, of the grid gradient', () => {
    tidy(() => {
      const grid = tensor4d(points, [1, 2, 2, 2]);
      const mixed = grad((u: Tensor) => {
        const byGrid = grad((x: Tensor) => gridSample(u as Tensor4D, x as Tensor4D, { sampler }));
        return sum(mul(byGrid(grid, dy), direction));
      })(image);
      const along = direction.dataSync<'float32'>();
      const expected = centralDifferences(
        (u) => oracleProduct('grid', along, points, u),
        Float64Array.from(image.dataSync()),
      );
      expectClose(mixed, { shape: image.shape, data: expected }, { rtol: 1e-3, atol: 1e-4 });
    });
  });

  it('w.r.t. the grid, of the image gradient', () => {
    tidy(() => {
      const grid = tensor4d(points, [1, 2, 2, 2]);
      const weights = someImage([1, 4, 5, 2], 4);
      const mixed = grad((x: Tensor) => {
        const byImage = grad((u: Tensor) => gridSample(u as Tensor4D, x as Tensor4D, { sampler }));
        return sum(mul(byImage(image, dy), weights));
      })(grid);
      const along = weights.dataSync<'float32'>();
      const pixels = image.dataSync();
      const expected = centralDifferences(
        (g) => oracleProduct('image', along, Array.from(g), pixels),
        Float64Array.from(points),
      );
      expectClose(mixed, { shape: [1, 2, 2, 2], data: expected }, { rtol: 1e-3, atol: 1e-4 });
    });
  });

  it('w.r.t. θ, the same for the matrix as for its grid', () => {
    tidy(() => {
      const parts = { transform: affine(), sampler, outputSize: [4, 5] as const };
      const transformer = spatialTransformer(parts);
      const viaGrid = spatialTransformer({ ...parts, transform: asGrid() });
      const upstream = someImage([1, 4, 5, 2], 5);
      const second = (t: typeof transformer): Tensor =>
        grad((theta: Tensor) => {
          const first = grad((x: Tensor) => t.apply(image, x as Tensor2D));
          return sum(mul(first(theta, upstream), first(theta, upstream)));
        })(someTheta(20));
      const expected = second(viaGrid);
      expectClose(
        second(transformer),
        { shape: [1, 6], data: expected.dataSync<'float32'>() },
        { rtol: 1e-3, atol: 1e-3 },
      );
    });
  });
}

/** The affine transform written out as a grid, so that it takes the other kernels' way. */
function asGrid(): Transform {
  const transform = affine();
  return {
    ...transform,
    field: (theta, { outputSize, alignCorners = false }) => ({
      kind: 'grid',
      grid: generateGrid(transform, theta, { outputSize, alignCorners }),
      outputSize,
      alignCorners,
    }),
  };
}
