import { tensor1d, tensor4d, tidy, type Tensor4D } from '@tensorflow/tfjs-core';
import { registerWasmKernels } from '@tfjs-stn/backend-wasm';
import { createSampler, gridSample, registerSampler, type GridSampleOptions } from '@tfjs-stn/core';
import { OptionError } from '@tfjs-stn/core/errors';
import { expectClose, oracleBicubic } from '@tfjs-stn/testing';
import { loadGoldens } from '@tfjs-stn/testing/goldens';
import { describeBackends, describeSampler } from '@tfjs-stn/testing/vitest';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { bicubic } from '../src/index.js';

/** A row of pixels read at pixel coordinates, under alignCorners false. */
function read(
  row: readonly number[],
  pixels: readonly number[],
  options: Omit<GridSampleOptions, 'sampler'> = {},
  sampler: GridSampleOptions['sampler'] = bicubic(),
): number[] {
  return tidy(() => {
    const image = tensor4d([...row], [1, 1, row.length, 1]);
    const points = pixels.flatMap((pixel) => [(2 * pixel + 1) / row.length - 1, 0]);
    const grid = tensor4d(points, [1, 1, pixels.length, 2]);
    const read = gridSample(image, grid, { padding: 'border', ...options, sampler });
    return [...read.dataSync()];
  });
}

const impulse = [0, 0, 0, 1, 0, 0, 0, 0];

describeBackends(['cpu', 'wasm'], (backend) => {
  describeSampler(bicubic(), { kernel: 'bicubic', every: backend === 'cpu' ? 29 : 61 });
  if (backend === 'cpu') {
    describeSampler(bicubic({ a: -0.5 }), { kernel: oracleBicubic(-0.5), every: 97 });
  }

  describe('bicubic', () => {
    it('interpolates an impulse with the weights of a = -0.75', () => {
      expectClose(
        read(impulse, [1.5, 2.5, 3, 3.5, 4.5]),
        [-0.09375, 0.59375, 1, 0.59375, -0.09375],
      );
    });

    it('pads each tap separately', () => {
      // Weights -0.09375, 0.59375, 0.59375, -0.09375 on pixels -2, -1, 0, 1.
      const row = [1, 2, 4, 8];
      const at = (options: Omit<GridSampleOptions, 'sampler'>): number =>
        read(row, [-0.5], options)[0]!;
      expect(at({ padding: 'zeros' })).toBeCloseTo(0.59375 - 0.09375 * 2, 6);
      expect(at({ padding: 'zeros', fillValue: 2 })).toBeCloseTo(0.59375 * 3 - 0.09375 * 4, 6);
      expect(at({ padding: 'border' })).toBeCloseTo(0.59375 * 2 - 0.09375 * 3, 6);
      expect(at({ padding: 'reflection' })).toBeCloseTo(0.59375 * 2 - 0.09375 * 4, 6);
      expect(at({ padding: 'wrap' })).toBeCloseTo(0.59375 * 9 - 0.09375 * 6, 6);
    });

    it('reproduces a parabola with a = -0.5, not with -0.75', () => {
      const parabola = [0, 1, 4, 9, 16, 25, 36, 49];
      const [keys] = read(parabola, [3.25], {}, bicubic({ a: -0.5 }));
      expect(keys).toBeCloseTo(3.25 ** 2, 4);
      expect(Math.abs(read(parabola, [3.25])[0]! - 3.25 ** 2)).toBeGreaterThan(0.01);
    });

    it('has weights that sum to 1, whatever a', () => {
      const offsets = fc.integer({ min: 0, max: 999 }).map((value) => value / 1000);
      const slopes = fc.integer({ min: -200, max: 200 }).map((value) => value / 100);
      fc.assert(
        fc.property(offsets, slopes, (offset, a) =>
          tidy(() => {
            const weights = bicubic({ a }).weights(tensor1d([offset]));
            const total = weights.reduce((sum, weight) => sum + weight.dataSync()[0]!, 0);
            return Math.abs(total - 1) < 1e-5;
          }),
        ),
        { numRuns: 50, seed: 1 },
      );
    });
  });
});

/** Pillow enlarges with a = -0.5. */
function declareGoldens(): void {
  const goldens = loadGoldens('resize').filter(({ sampler }) => sampler === 'bicubic');
  it.each(goldens)('with a = -0.5 agrees with Pillow: $name', (golden) => {
    tidy(() => {
      const [image, grid] = [golden.image, golden.grid].map(({ data, shape }) =>
        tensor4d(data, shape as [number, number, number, number]),
      ) as [Tensor4D, Tensor4D];
      const read = gridSample(image, grid, { sampler: bicubic({ a: -0.5 }) });
      expectClose(read, golden.output, { rtol: 1e-5, atol: 1e-5 });
    });
  });
}

describe('reference', () => {
  describeBackends(['cpu', 'wasm'], declareGoldens);
});
describe('kernels', () => {
  describeBackends(['wasm'], declareGoldens, { setup: { wasm: registerWasmKernels } });
});

describe('bicubic, the sampler object', () => {
  it('always has a in its config, for saved models and kernels', () => {
    expect(bicubic().config).toEqual({ a: -0.75 });
    expect(bicubic({}).config).toEqual({ a: -0.75 });
    expect(bicubic({ a: -0.5 })).toMatchObject({
      taps: 4,
      fastKernel: 'bicubic',
      config: { a: -0.5 },
    });
    const unregister = registerSampler(bicubic);
    expect(createSampler('bicubic').config).toEqual({ a: -0.75 });
    expect(createSampler('bicubic', { a: -0.5 }).config).toEqual({ a: -0.5 });
    unregister();
  });

  it.each([
    [{ a: NaN }, 'bicubic: config.a must be JSON (finite numbers'],
    [{ a: '1' }, 'bicubic: a must be a number, got "1"'],
    [{ a: null }, 'bicubic: a must be a number, got null'],
    [{ A: 1 }, "bicubic: config can have a, got 'A'. Did you mean 'a'?"],
    [-0.5, 'bicubic: config must be an object, got -0.5'],
  ])('rejects %j', (config, message) => {
    expect(() => bicubic(config as never)).toThrow(OptionError);
    expect(() => bicubic(config as never)).toThrow(message);
  });
});
