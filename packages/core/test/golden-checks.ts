import {
  tensor2d,
  tensor4d,
  tidy,
  valueAndGrads,
  type Tensor,
  type Tensor2D,
  type Tensor4D,
} from '@tensorflow/tfjs-core';
import { expectClose } from '@tfjs-stn/testing';
import { loadGoldens, type AffineGolden, type GridSampleGolden } from '@tfjs-stn/testing/goldens';
import { expect, it } from 'vitest';

import { bicubic } from '@tfjs-stn/sampler-bicubic';
import { bilinear } from '@tfjs-stn/sampler-bilinear';
import { nearest } from '@tfjs-stn/sampler-nearest';
import { affine } from '@tfjs-stn/transform-affine';
import { generateGrid, gridSample, spatialTransformer } from '../src/index.js';

const forward = { rtol: 1e-5, atol: 1e-5, what: 'output' };
const gradient = (what: string): object => ({ rtol: 1e-4, atol: 1e-4, what });

const samplers = { nearest: nearest(), bilinear: bilinear(), bicubic: bicubic() };
const grids = [...loadGoldens('grid-sample'), ...loadGoldens('bilinear')];
const affines = loadGoldens('affine');
const onnx = loadGoldens('onnx-grid-sample');

function checkGrid(golden: GridSampleGolden): void {
  const image = tensorOf(golden.image);
  const grid = tensorOf(golden.grid);
  const dy = tensorOf(golden.outputGradient);
  const { padding, alignCorners } = golden;
  const options = { padding, alignCorners, sampler: samplers[golden.sampler] };
  const { value, grads } = valueAndGrads((x: Tensor, g: Tensor) =>
    gridSample(x as Tensor4D, g as Tensor4D, options),
  )([image, grid], dy);
  const [byImage, byGrid] = grads as [Tensor, Tensor];
  expectClose(value, golden.output, forward);
  expectClose(byImage, golden.imageGradient, gradient('gradient by image'));
  expectClose(byGrid, golden.gridGradient, gradient('gradient by grid'));
}

function checkAffine(golden: AffineGolden): void {
  const image = tensorOf(golden.image);
  const theta = tensor2d(golden.theta.data, [golden.theta.shape[0] as number, 6]);
  const dy = tensorOf(golden.outputGradient);
  const { alignCorners, padding, outputSize } = golden;
  const sampler = samplers[golden.sampler];
  const parts = { transform: affine(), sampler, outputSize, alignCorners, padding };
  const transformer = spatialTransformer(parts);
  const grid = generateGrid(affine(), theta, { outputSize, alignCorners });
  expectClose(grid, golden.grid, { ...forward, what: 'grid' });
  const { value, grads } = valueAndGrads((x: Tensor, t: Tensor) =>
    transformer.apply(x as Tensor4D, t as Tensor2D),
  )([image, theta], dy);
  const [byImage, byTheta] = grads as [Tensor, Tensor];
  expectClose(value, golden.output, forward);
  expectClose(byImage, golden.imageGradient, gradient('gradient by image'));
  expectClose(byTheta, golden.thetaGradient, gradient('gradient by theta'));
}

function tensorOf({ shape, data }: { shape: readonly number[]; data: unknown }): Tensor4D {
  return tensor4d(data as Float32Array, [...shape] as [number, number, number, number]);
}

/** Declares a test that there is enough to compare with. */
export function declareCount(): void {
  it('has 200 goldens of PyTorch and more for bilinear, and every setting of the others', () => {
    const all = [...grids, ...affines];
    const of = (name: string): typeof all => all.filter(({ sampler }) => sampler === name);
    expect(of('bilinear').length).toBeGreaterThanOrEqual(200);
    for (const name of Object.keys(samplers)) {
      const settings = of(name).map(({ padding, alignCorners }) => `${padding} ${alignCorners}`);
      expect(new Set(settings).size).toBe(6);
    }
    expect(onnx.length).toBe(8);
  });
}

/** Declares tests against PyTorch's and ONNX's own results, or every so many of them. */
export function declareGoldens(every = 1): void {
  const some = <Case>(cases: readonly Case[]): Case[] =>
    cases.filter((_, index) => index % every === 0);
  it.each(some(grids))('grid_sample: $name', (golden) => {
    expect(() => tidy(() => checkGrid(golden))).not.toThrow();
  });
  it.each(some(affines))('affine_grid: $name', (golden) => {
    expect(() => tidy(() => checkAffine(golden))).not.toThrow();
  });
  it.each(onnx)(
    'ONNX GridSample: $name',
    ({ output, sampler, padding, alignCorners, image, grid }) => {
      tidy(() => {
        const options = { padding, alignCorners, sampler: samplers[sampler] };
        const read = gridSample(tensorOf(image), tensorOf(grid), options);
        // ONNX publishes four decimals.
        expectClose(read, output, { rtol: 0, atol: 1e-4, what: 'output' });
      });
    },
  );
}
