import {
  grad,
  tensor2d,
  tensor4d,
  tidy,
  type Tensor,
  type Tensor2D,
  type Tensor4D,
} from '@tensorflow/tfjs-core';
import { expectClose } from '@tfjs-stn/testing';
import { loadGoldens, type AffineGolden, type GridSampleGolden } from '@tfjs-stn/testing/goldens';
import { describeBackends } from '@tfjs-stn/testing/vitest';
import { describe, expect, it } from 'vitest';

import { bilinear } from '@tfjs-stn/sampler-bilinear';
import { affine } from '@tfjs-stn/transform-affine';
import { generateGrid, gridSample, spatialTransformer } from '../src/index.js';
import { accelerated, reference, referenceBackends } from './backends.js';

const forward = { rtol: 1e-5, atol: 1e-5, what: 'output' };
const gradient = (what: string): object => ({ rtol: 1e-4, atol: 1e-4, what });

const grids = loadGoldens('grid-sample').filter(({ sampler }) => sampler === 'bilinear');
const affines = loadGoldens('affine').filter(({ sampler }) => sampler === 'bilinear');

function checkGrid(golden: GridSampleGolden): void {
  const image = tensorOf(golden.image);
  const grid = tensorOf(golden.grid);
  const dy = tensorOf(golden.outputGradient);
  const options = { ...golden, sampler: bilinear() };
  expectClose(gridSample(image, grid, options), golden.output, forward);
  const byImage = grad((x: Tensor) => gridSample(x as Tensor4D, grid, options))(image, dy);
  expectClose(byImage, golden.imageGradient, gradient('gradient by image'));
  const byGrid = grad((x: Tensor) => gridSample(image, x as Tensor4D, options))(grid, dy);
  expectClose(byGrid, golden.gridGradient, gradient('gradient by grid'));
}

function checkAffine(golden: AffineGolden): void {
  const image = tensorOf(golden.image);
  const theta = tensor2d(golden.theta.data, [golden.theta.shape[0] as number, 6]);
  const dy = tensorOf(golden.outputGradient);
  const { alignCorners, padding, outputSize } = golden;
  const parts = { transform: affine(), sampler: bilinear(), outputSize, alignCorners, padding };
  const transformer = spatialTransformer(parts);
  const grid = generateGrid(affine(), theta, outputSize, { alignCorners });
  expectClose(grid, golden.grid, { ...forward, what: 'grid' });
  const apply = (x: Tensor, t: Tensor): Tensor4D => transformer.apply(x as Tensor4D, t as Tensor2D);
  expectClose(apply(image, theta), golden.output, forward);
  const byImage = grad((x: Tensor) => apply(x, theta))(image, dy);
  expectClose(byImage, golden.imageGradient, gradient('gradient by image'));
  const byTheta = grad((t: Tensor) => apply(image, t))(theta, dy);
  expectClose(byTheta, golden.thetaGradient, gradient('gradient by theta'));
}

function tensorOf({ shape, data }: { shape: readonly number[]; data: unknown }): Tensor4D {
  return tensor4d(data as Float32Array, [...shape] as [number, number, number, number]);
}

it('has at least 200 goldens of PyTorch in all', () => {
  expect(loadGoldens('grid-sample').length + loadGoldens('affine').length).toBeGreaterThan(200);
  expect(grids.length).toBeGreaterThan(40);
  expect(affines.length).toBeGreaterThan(40);
});

function declareTests(): void {
  it.each(grids)('grid_sample: $name', (golden) => {
    expect(() => tidy(() => checkGrid(golden))).not.toThrow();
  });
  it.each(affines)('affine_grid: $name', (golden) => {
    expect(() => tidy(() => checkAffine(golden))).not.toThrow();
  });
}

describe('reference', () => {
  describeBackends(referenceBackends, declareTests, reference);
});
describe('kernels', () => {
  describeBackends(['wasm'], declareTests, accelerated);
});
