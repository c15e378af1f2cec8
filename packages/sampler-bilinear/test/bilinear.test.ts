import {
  grad,
  tensor4d,
  tidy,
  valueAndGrads,
  type Tensor,
  type Tensor4D,
} from '@tensorflow/tfjs-core';
import { registerWasmKernels } from '@tfjs-stn/backend-wasm';
import { createSampler, gridSample, registerSampler, type GridSampleOptions } from '@tfjs-stn/core';
import { OptionError } from '@tfjs-stn/core/errors';
import { expectClose } from '@tfjs-stn/testing';
import { loadGoldens } from '@tfjs-stn/testing/goldens';
import { describeBackends, describeSampler } from '@tfjs-stn/testing/vitest';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { bilinear } from '../src/index.js';

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
    return [...gridSample(image, grid, { ...options, sampler: bilinear() }).dataSync()];
  });
}

const ramp = [1, 2, 3, 4];
const pixelCoordinates = fc.integer({ min: -900, max: 900 }).map((value) => value / 100);

function declareTests(): void {
  describeSampler(bilinear(), { kernel: 'bilinear', every: 23 });

  describe('bilinear', () => {
    it('weights the two pixels around a point by distance', () => {
      expectClose(read(ramp, [0, 1.25, 2.5, 3]), [1, 2.25, 3.5, 4]);
      expectClose(read([0, 8, 0], [0.5, 0.75, 1.75]), [4, 6, 2]);
    });

    it('pads each tap with zeros, and the coordinate otherwise', () => {
      expectClose(read(ramp, [-0.5, 3.25, 9], { fillValue: 10 }), [5.5, 5.5, 10]);
      expectClose(read(ramp, [-0.5, 3.25], { padding: 'border' }), [1, 4]);
      expectClose(read(ramp, [-1.25, 4.5], { padding: 'reflection' }), [1.25, 3.5]);
      expectClose(read(ramp, [-0.5, 3.5, -2.75], { padding: 'wrap' }), [2.5, 2.5, 2.25]);
    });

    it.each(loadGoldens('map-coordinates'))('agrees with SciPy: $name', (golden) => {
      tidy(() => {
        const { padding, fillValue, alignCorners, image, grid } = golden;
        const filled = padding === 'zeros' ? { fillValue } : {};
        const options = { sampler: bilinear(), padding, alignCorners, ...filled };
        const [x, g, dy] = [image, grid, golden.outputGradient].map(({ data, shape }) =>
          tensor4d(data, shape as [number, number, number, number]),
        ) as [Tensor4D, Tensor4D, Tensor4D];
        const { value, grads } = valueAndGrads((a: Tensor, b: Tensor) =>
          gridSample(a as Tensor4D, b as Tensor4D, options),
        )([x, g], dy);
        const tolerance = { rtol: 1e-5, atol: 2e-5 };
        expectClose(value, golden.output, tolerance);
        expectClose(grads[0] as Tensor, golden.imageGradient, {
          ...tolerance,
          what: 'image gradient',
        });
        expectClose(grads[1] as Tensor, golden.gridGradient, {
          ...tolerance,
          what: 'grid gradient',
        });
      });
    });

    it('stays between the values it interpolates', () => {
      fc.assert(
        fc.property(
          fc.array(pixelCoordinates, { minLength: 1, maxLength: 20 }),
          fc.constantFrom('border', 'reflection', 'wrap'),
          (pixels, padding) =>
            read(ramp, pixels, { padding }).every((value) => value > 0.9999 && value < 4.0001),
        ),
        { numRuns: 50, seed: 1 },
      );
    });

    it('has the right-hand derivative at a whole pixel coordinate', () => {
      tidy(() => {
        const image = tensor4d([0, 1, 5, 5], [1, 1, 4, 1]);
        const grid = tensor4d([-0.25, 0], [1, 1, 1, 2]);
        const gradGrid = grad((x: Tensor) =>
          gridSample(image, x as Tensor4D, { sampler: bilinear() }),
        )(grid);
        // Four pixels further, over the two normalised units of four pixels.
        expect(gradGrid.dataSync()[0]).toBe(8);
      });
    });
  });
}

describe('reference', () => {
  describeBackends(['cpu', 'wasm'], declareTests);
});
describe('kernels', () => {
  describeBackends(['wasm'], declareTests, { setup: { wasm: registerWasmKernels } });
});

describe('bilinear, the sampler object', () => {
  it('names its kernel and is recreated by the registry', () => {
    const unregister = registerSampler(bilinear);
    const { name, config } = bilinear();
    expect(createSampler(name, config)).toMatchObject({ taps: 2, fastKernel: 'bilinear' });
    unregister();
  });

  it('rejects a config', () => {
    const configured = bilinear as (config?: object) => unknown;
    expect(() => configured({ x: 1 })).toThrow(OptionError);
    expect(() => configured({ x: 1 })).toThrow("bilinear: takes no config, got key 'x'");
  });
});
