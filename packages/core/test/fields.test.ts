import {
  add,
  dispose,
  grad,
  mul,
  ones,
  squeeze,
  tensor,
  tensor2d,
  tensor3d,
  tidy,
  tile,
  zeros,
  zerosLike,
  type Rank,
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
  seededRandom,
} from '@tfjs-stn/testing';
import { describeBackends, describeSampler } from '@tfjs-stn/testing/vitest';
import { describe, expect, it } from 'vitest';

import { bilinear } from '@tfjs-stn/sampler-bilinear';
import { affine } from '@tfjs-stn/transform-affine';
import { toMatrix } from '../src/homography/index.js';
import {
  defineSampler,
  defineTransform,
  generateGrid,
  gridSample,
  spatialTransformer,
  warp,
} from '../src/index.js';
import { accelerated, referenceBackends, someImage, someTheta } from './support.js';

/** Σ coefficients[i] · t^i */
function polynomial(t: Tensor, coefficients: readonly number[]): Tensor {
  return coefficients.reduceRight<Tensor>((sum, c) => add(mul(sum, t), c), zerosLike(t));
}

/** A quadratic B-spline: three taps about the nearest pixel, so an odd kernel, and smooth. */
const quadraticSpline = defineSampler('quadratic-spline', () => ({
  taps: 3,
  weights: (t) => [
    polynomial(t, [0.125, -0.5, 0.5]),
    polynomial(t, [0.75, 0, -1]),
    polynomial(t, [0.125, 0.5, 0.5]),
  ],
}));

const quadraticOracle = {
  taps: 3,
  weights: (t: number) => [(t * t - t + 0.25) / 2, 0.75 - t * t, (t * t + t + 0.25) / 2],
  weightDerivatives: (t: number) => [t - 0.5, -2 * t, t + 0.5],
};

/** Catmull-Rom: four taps, so every tap is padded separately. */
const catmullRom = defineSampler('catmull-rom', () => ({
  taps: 4,
  weights: (t) => [
    polynomial(t, [0, -0.5, 1, -0.5]),
    polynomial(t, [1, 0, -2.5, 1.5]),
    polynomial(t, [0, 0.5, 2, -1.5]),
    polynomial(t, [0, 0, -0.5, 0.5]),
  ],
}));

const catmullRomOracle = {
  taps: 4,
  weights: (t: number) => [
    -0.5 * t ** 3 + t ** 2 - 0.5 * t,
    1.5 * t ** 3 - 2.5 * t ** 2 + 1,
    -1.5 * t ** 3 + 2 * t ** 2 + 0.5 * t,
    0.5 * (t ** 3 - t ** 2),
  ],
  weightDerivatives: (t: number) => [
    -1.5 * t ** 2 + 2 * t - 0.5,
    4.5 * t ** 2 - 5 * t,
    -4.5 * t ** 2 + 4 * t + 0.5,
    1.5 * t ** 2 - t,
  ],
};

function random(shape: number[], seed: number): { shape: number[]; data: Float32Array } {
  const next = seededRandom(seed);
  const length = shape.reduce((product, size) => product * size, 1);
  return { shape, data: Float32Array.from({ length }, () => 2 * next() - 1) };
}

describeBackends(
  referenceBackends,
  (backend) => {
    // With kernels on wasm for bilinear, these still run through the reference, whose ops are the
    // same on every backend: the table is walked on cpu, and on wasm here and there.
    if (backend === 'cpu') {
      describeSampler(catmullRom(), { kernel: catmullRomOracle, every: 23 });
      describeSampler(quadraticSpline(), { kernel: quadraticOracle, every: 23 });
    }
    if (backend === 'wasm') describeSampler(catmullRom(), { kernel: catmullRomOracle, every: 43 });

    describe('basis fields', () => {
      it.each([
        { imageBatch: 2, batch: 2 },
        { imageBatch: 1, batch: 3 },
        { imageBatch: 3, batch: 1 },
      ])('$imageBatch images, $batch sets of coefficients', ({ imageBatch, batch }) => {
        const image = random([imageBatch, 5, 6, 3], 1);
        const basis = random([4 * 3, 5], 2);
        const coefficients = random([batch, 5, 2], 3);
        const outputGradient = random([Math.max(imageBatch, batch), 4, 3, 3], 4);
        const outputSize = [4, 3] as const;
        const inputs = { image, basis, coefficients, outputSize, outputGradient };
        expectNoLeak(() =>
          tidy(() => {
            const u = tensor<Rank.R4>(image.data, [imageBatch, 5, 6, 3]);
            const b = tensor2d(basis.data, [12, 5]);
            const c = tensor3d(coefficients.data, [batch, 5, 2]);
            const dy = tensor(outputGradient.data, outputGradient.shape);
            const apply = (x: Tensor, y: Tensor): Tensor4D =>
              warp(
                x as Tensor4D,
                {
                  kind: 'basis',
                  basis: b,
                  coefficients: y as Tensor3D,
                  outputSize,
                  alignCorners: false,
                },
                { sampler: bilinear() },
              );
            expectClose(apply(u, c), oracleBasisWarp(inputs), { rtol: 1e-4, atol: 1e-5 });
            const expected = oracleBasisWarpGradients(inputs);
            const tolerance = { rtol: 1e-4, atol: 1e-4 };
            expectClose(grad((x: Tensor) => apply(x, c))(u, dy), expected.image, tolerance);
            expectClose(grad((y: Tensor) => apply(u, y))(c, dy), expected.coefficients, tolerance);
          }),
        );
      });
    });

    describe('shapes', () => {
      const transformer = spatialTransformer({
        transform: affine(),
        sampler: bilinear(),
        outputSize: [3, 4],
      });

      it('returns rank 3 for an image of rank 3, equal to its batch of one', () => {
        tidy(() => {
          const batch = someImage([1, 5, 6, 2]);
          const single = squeeze<Tensor3D>(batch, [0]);
          const warped = transformer.apply(single, someTheta(30));
          expect(warped.shape).toEqual([3, 4, 2]);
          const expected = transformer.apply(batch, someTheta(30));
          expect(warped.dataSync()).toEqual(expected.dataSync());
        });
      });

      it('broadcast one image to many crops, like copies of it', () => {
        tidy(() => {
          const image = someImage([1, 5, 6, 2]);
          const theta = someTheta(0, 40, 80);
          const warped = transformer.apply(image, theta);
          const copies = transformer.apply(tile(image, [3, 1, 1, 1]), theta);
          expect(warped.shape).toEqual([3, 3, 4, 2]);
          expect(warped.dataSync()).toEqual(copies.dataSync());
        });
      });

      it("gives grids and matrices that are the caller's to dispose", () => {
        const [grid, matrix] = [zeros<Rank.R4>([1, 3, 3, 2]), ones<Rank.R3>([1, 3, 3])];
        const frame = { outputSize: [3, 3], alignCorners: false } as const;
        const definition = { paramCount: 1, identity: [0] };
        const dense = defineTransform('dense', () => ({
          ...definition,
          field: () => ({ kind: 'grid', grid, ...frame }),
        }));
        const fixed = defineTransform('fixed', () => ({
          ...definition,
          field: () => ({ kind: 'homography', matrix, ...frame }),
        }));
        const theta = tensor<Rank.R2>([0], [1, 1]);
        const results = [
          generateGrid(dense(), theta, { outputSize: [3, 3] }),
          toMatrix(fixed(), theta),
        ];
        expect(results.map((result) => [...result.dataSync()])).toEqual([
          [...grid.dataSync()],
          [...matrix.dataSync()],
        ]);
        dispose(results);
        expect([grid.isDisposed, matrix.isDisposed]).toEqual([false, false]);
        dispose([grid, matrix, theta]);
      });

      it('may be an empty batch or an empty output, gradients included', () => {
        tidy(() => {
          const sampler = bilinear();
          const none = someImage([0, 5, 6, 2]);
          expect(transformer.apply(none, someTheta()).shape).toEqual([0, 3, 4, 2]);
          const image = someImage([2, 5, 6, 2]);
          const flat = tensor<Rank.R4>([], [2, 0, 4, 2]);
          expect(gridSample(image, flat, { sampler }).shape).toEqual([2, 0, 4, 2]);
          const apply = (x: Tensor): Tensor => gridSample(x as Tensor4D, flat, { sampler });
          const gradient = grad(apply)(image);
          expect(gradient.shape).toEqual([2, 5, 6, 2]);
          expect(gradient.dataSync().every((value) => value === 0)).toBe(true);
        });
      });

      it('a custom sampler with the name of another does not use its kernel', () => {
        tidy(() => {
          const image = someImage([1, 5, 6, 2]);
          const grid = tensor<Rank.R4>([0.1, 0.2], [1, 1, 1, 2]);
          const silent = defineSampler('bilinear', () => ({
            taps: 2,
            weights: (t) => [zerosLike(t), zerosLike(t)],
          }));
          const sampled = gridSample(image, grid, { sampler: silent() });
          expect([...sampled.dataSync()]).toEqual([0, 0]);
        });
      });

      it('an infinite homography gets a gradient of 0', () => {
        tidy(() => {
          const image = someImage([1, 5, 6, 2]);
          const matrix = tensor3d([1, 0, Infinity, 0, 1, 0, 0, 0, 1], [1, 3, 3]);
          for (const padding of ['zeros', 'border', 'reflection', 'wrap'] as const) {
            const apply = (m: Tensor): Tensor =>
              warp(
                image,
                {
                  kind: 'homography',
                  matrix: m as Tensor3D,
                  outputSize: [3, 4],
                  alignCorners: false,
                },
                { sampler: bilinear(), padding },
              );
            const [, , shift] = grad(apply)(matrix).dataSync();
            expect(shift).toBe(0);
            expect(grad(apply)(matrix).dataSync().every(Number.isFinite)).toBe(true);
          }
        });
      });

      it('NaN propagates; infinite θ and coordinates of 1e30 are handled', () => {
        tidy(() => {
          const image = someImage([1, 5, 6, 2]);
          const theta = (value: number): Tensor2D => tensor2d([1, 0, value, 0, 1, 0], [1, 6]);
          const warped = (value: number): Float32Array =>
            transformer.apply(image, theta(value)).dataSync<'float32'>();
          expect(warped(NaN).every(Number.isNaN)).toBe(true);
          expect(warped(Infinity).every((pixel) => pixel === 0)).toBe(true);
          expect(warped(1e30).every((pixel) => pixel === 0)).toBe(true);
        });
      });

      it('generateGrid gives the grid that warp samples at', () => {
        tidy(() => {
          const image = someImage([2, 5, 6, 2]);
          const theta = someTheta(20, -50);
          const grid = generateGrid(affine(), theta, { outputSize: [3, 4] });
          const sampled = gridSample(image, grid, { sampler: bilinear() });
          const warped = transformer.apply(image, theta);
          expectClose(sampled, { shape: warped.shape, data: warped.dataSync<'float32'>() });
        });
      });
    });
  },
  accelerated,
);
