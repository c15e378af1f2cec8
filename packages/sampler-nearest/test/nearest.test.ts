import { grad, tensor4d, tidy, type Tensor, type Tensor4D } from '@tensorflow/tfjs-core';
import { createSampler, gridSample, registerSampler, type GridSampleOptions } from '@tfjs-stn/core';
import { OptionError } from '@tfjs-stn/core/errors';
import { expectNoLeak } from '@tfjs-stn/testing';
import { describeBackends, describeSampler } from '@tfjs-stn/testing/vitest';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { nearest } from '../src/index.js';

/** A row of pixels read at pixel coordinates, under alignCorners false. */
function read(
  row: readonly number[],
  pixels: readonly number[],
  options: Omit<GridSampleOptions, 'sampler'> = {},
): number[] {
  return tidy(() => {
    const image = tensor4d([...row], [1, 1, row.length, 1]);
    const points = pixels.flatMap((pixel) => [(2 * pixel + 1) / row.length - 1, 0]);
    const grid = tensor4d(points, [1, 1, pixels.length, 2]);
    return [...gridSample(image, grid, { ...options, sampler: nearest() }).dataSync()];
  });
}

const ramp = [1, 2, 3, 4];
const pixelCoordinates = fc.integer({ min: -900, max: 900 }).map((value) => value / 100);

describeBackends(['cpu', 'wasm'], () => {
  describeSampler(nearest(), { kernel: 'nearest', every: 19 });

  describe('nearest', () => {
    it('rounds halves to even', () => {
      expect(read(ramp, [-0.5, 0.5, 1.5, 2.5])).toEqual([1, 1, 3, 3]);
      expect(read(ramp, [0.49, 0.51, 1.49, 1.51])).toEqual([1, 2, 2, 3]);
    });

    it('pads before it rounds', () => {
      expect(read(ramp, [3.5, -0.75], { fillValue: 9 })).toEqual([9, 9]);
      expect(read(ramp, [3.5, -7], { padding: 'border' })).toEqual([4, 1]);
      expect(read(ramp, [4, -1.25], { padding: 'reflection' })).toEqual([4, 1]);
      expect(read(ramp, [4, -1.25], { padding: 'wrap' })).toEqual([1, 4]);
    });

    it('returns only values of the image', () => {
      fc.assert(
        fc.property(
          fc.array(pixelCoordinates, { minLength: 1, maxLength: 20 }),
          fc.constantFrom('border', 'reflection', 'wrap'),
          (pixels, padding) =>
            read(ramp, pixels, { padding }).every((value) => ramp.includes(value)),
        ),
        { numRuns: 50, seed: 1 },
      );
    });

    it('has a coordinate gradient of 0', () => {
      tidy(() => {
        const image = tensor4d(ramp, [1, 2, 2, 1]);
        const grid = tensor4d([0.3, -0.4, 0, 0], [1, 1, 2, 2]);
        const gradGrid = grad((x: Tensor) =>
          gridSample(image, x as Tensor4D, { sampler: nearest() }),
        )(grid);
        expect(gradGrid.dataSync().every((value) => value === 0)).toBe(true);
      });
    });
  });
});

describe('nearest, the sampler object', () => {
  it('names its kernel and is recreated by the registry', () => {
    const unregister = registerSampler(nearest);
    const { name, config } = nearest();
    expect(createSampler(name, config)).toMatchObject({ taps: 1, fastKernel: 'nearest' });
    unregister();
  });

  it('rejects a config', () => {
    const configured = nearest as (config?: object) => unknown;
    expect(() => expectNoLeak(() => configured({ taps: 3 }) as Tensor)).toThrow(OptionError);
    expect(() => configured({ taps: 3 })).toThrow("nearest: takes no config, got key 'taps'");
  });
});
