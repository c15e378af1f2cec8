import {
  grad,
  mean,
  mul,
  slice,
  square,
  sub,
  sum,
  tensor2d,
  tensor4d,
  tidy,
  type Tensor,
  type Tensor2D,
  type Tensor4D,
} from '@tensorflow/tfjs-core';
import {
  createSampler,
  gridSample,
  registerSampler,
  spatialTransformer,
  type GridField,
  type Sampler,
} from '@tfjs-stn/core';
import { OptionError } from '@tfjs-stn/core/errors';
import { bilinear } from '@tfjs-stn/sampler-bilinear';
import {
  expectClose,
  expectNoLeak,
  oracleGridSample,
  seededRandom,
  type DenseArray,
} from '@tfjs-stn/testing';
import { describeBackends, describeSampler } from '@tfjs-stn/testing/vitest';
import { affine } from '@tfjs-stn/transform-affine';
import { describe, expect, it } from 'vitest';

import { multiSample } from '../src/index.js';
import { cachedPatterns, makePattern, type Pattern } from '../src/pattern.js';
import { dense, noise, once, tensorOf } from './arrays.js';
import { backends, hooks } from './kernels.js';
import { peakBytes } from './peak-bytes.js';

/** The offsets of each tap, all pixels one behind the other. */
function tapsOf({ offsets }: Pattern, size: number): Float32Array[] {
  return Array.from({ length: offsets.length / size }, (_, tap) =>
    offsets.slice(tap * size, (tap + 1) * size),
  );
}

/**
 * The slope at every point of the model that fits the sampled differences best, found by descending
 * on the sum of squares instead of by its solution.
 */
function descendedSlopes(
  image: DenseArray,
  grid: DenseArray,
  dy: DenseArray,
  pattern: Pattern,
): Float64Array {
  const offsets = tapsOf(pattern, grid.data.length);
  const channels = image.shape[3]!;
  const at = (moved: Float64Array): Float64Array =>
    oracleGridSample({ image, grid: { shape: grid.shape, data: moved } }).data;
  const points = Float64Array.from(grid.data);
  const centre = at(points);
  const samples = offsets.map((offset) => at(points.map((value, i) => value + offset[i]!)));
  return points.map((_, index) => {
    const [pixel, axis] = [Math.floor(index / 2), index % 2];
    let total = 0;
    for (let channel = 0; channel < channels; channel++) {
      const slope = [0, 0];
      for (let step = 0; step < 4000; step++) {
        const change = [0, 0];
        samples.forEach((sample, tap) => {
          const [x, y] = [offsets[tap]![pixel * 2]!, offsets[tap]![pixel * 2 + 1]!];
          const value = sample[pixel * channels + channel]! - centre[pixel * channels + channel]!;
          const rest = slope[0]! * x + slope[1]! * y - value;
          change[0]! += rest * x;
          change[1]! += rest * y;
        });
        slope[0]! -= 0.4 * change[0]!;
        slope[1]! -= 0.4 * change[1]!;
      }
      total += slope[axis]! * dy.data[pixel * channels + channel]!;
    }
    return total;
  });
}

describeBackends(
  backends,
  (backend) => {
    describeSampler(multiSample(), { kernel: 'bilinear', every: 61 });

    describe('multiSample, the coordinate gradient', () => {
      const shape = [1, 2, 3, 2];
      const image = noise([1, 6, 7, 2], 1);
      const grid = dense(shape.slice(0, 3).concat(2), (i) => 0.37 * Math.sin(3 * i + 1));
      const dy = noise(shape, 2);
      const descended = once(() =>
        descendedSlopes(image, grid, dy, makePattern({ taps: 6, spread: 0.3, seed: 5 }, [2, 3])),
      );

      it('is the slope of the model that best fits the samples', () => {
        tidy(() => {
          const sampler = multiSample({ taps: 6, spread: 0.3, seed: 5 });
          const byGrid = grad((x: Tensor) =>
            gridSample(tensorOf(image), x as Tensor4D, { sampler }),
          )(tensorOf(grid), tensorOf(dy));
          expectClose(byGrid, { shape: grid.shape, data: descended() }, { rtol: 1e-4, atol: 1e-4 });
        });
      });

      it('is exact for a linear ramp, whatever the pattern', () => {
        tidy(() => {
          // 3 per column and -2 per row: 3 · 32 / 2 and -2 · 32 / 2 per normalised unit.
          const plane = dense([1, 32, 32, 1], (i) => 3 * (i % 32) - 2 * Math.floor(i / 32));
          const centre = tensor4d([0.1, -0.2, 0, 0.05], [1, 1, 2, 2]);
          for (const seed of [0, 1, 2 ** 40]) {
            const sampler = multiSample({ taps: 5, spread: 0.1, seed });
            const byGrid = grad((x: Tensor) =>
              gridSample(tensorOf(plane), x as Tensor4D, { sampler }),
            )(centre);
            expectClose(byGrid, { shape: [1, 1, 2, 2], data: [48, -32, 48, -32] }, { rtol: 1e-4 });
          }
        });
      });

      it('is the same from run to run, and sums over a shared grid', () => {
        tidy(() => {
          const sampler = multiSample();
          const byGrid = (images: Tensor4D, upstream: Tensor4D): Tensor =>
            grad((x: Tensor) => gridSample(images, x as Tensor4D, { sampler }))(
              tensorOf(grid),
              upstream,
            );
          const [one, other] = [noise([1, 6, 7, 2], 3), noise([1, 6, 7, 2], 4)];
          const single = [one, other].map((each) => byGrid(tensorOf(each), tensorOf(dy)));
          const again = byGrid(tensorOf(one), tensorOf(dy));
          expect(again.dataSync()).toEqual(single[0]!.dataSync());
          const both = tensor4d([...one.data, ...other.data], [2, 6, 7, 2]);
          const twice = tensor4d([...dy.data, ...dy.data], [2, 2, 3, 2]);
          const total = single.map((each) => each.dataSync());
          const data = total[0]!.map((value, i) => value + total[1]![i]!) as Float32Array;
          expectClose(byGrid(both, twice), { shape: grid.shape, data }, { atol: 1e-5 });
        });
      });

      it('has the derivative w.r.t. the image of the fitted slope', () => {
        tidy(() => {
          const config = { taps: 4, spread: 0.3, seed: 0 };
          const sampler = multiSample(config);
          const direction = noise(grid.shape, 6);
          const slope = (pixels: Tensor): Tensor =>
            sum(
              mul(
                grad((x: Tensor) => gridSample(pixels as Tensor4D, x as Tensor4D, { sampler }))(
                  tensorOf(grid),
                  tensorOf(dy),
                ),
                tensorOf(direction),
              ),
            );
          const mixed = grad(slope)(tensorOf(image));
          // Linear in the image, so its derivative along any image is its value there.
          for (const seed of [11, 12, 13, 14]) {
            const other = tensorOf(noise(image.shape, seed));
            expectClose(sum(mul(mixed, other)), slope(other), { rtol: 1e-3, atol: 1e-3 });
          }
        });
      });

      it('is that of the forward pass, whatever becomes of its arrays', () => {
        const [pixels, points] = [tensorOf(image), tensorOf(grid)];
        const gradient = (changes: boolean): number[] => {
          const [outputSize, fillValue] = [[2, 3] as [number, number], [1, 2]];
          const loss = (x: Tensor): Tensor => {
            const field = { kind: 'grid', grid: x as Tensor4D, outputSize, alignCorners: false };
            const options = { padding: 'zeros', fillValue } as const;
            const output = multiSample().sample(pixels, field as GridField, options);
            for (const array of changes ? [outputSize, fillValue] : []) array.fill(9);
            return output;
          };
          return tidy(() => [...grad(loss)(mul(points, 1.5)).dataSync()]);
        };
        expect(gradient(true)).toEqual(gradient(false));
      });

      // On cpu the reference of bilinear takes more, in the forward pass.
      it.runIf(backend !== 'cpu')('takes little memory, for any number of samples', () => {
        tidy(() => {
          const pixels = noise([4, 100, 110, 3], 15);
          const [x, upstream] = [tensorOf(pixels), tensorOf(pixels)];
          const points = tensorOf(noise([4, 100, 110, 2], 16));
          const sampler = multiSample({ taps: 24 });
          const output = 4 * pixels.data.length;
          const apply = (u: Tensor): Tensor => gridSample(x, u as Tensor4D, { sampler });
          const peak = peakBytes(() => grad(apply)(points, upstream), [x, upstream, points]);
          expect(peak).toBeLessThan(4 * output + 8 * 2 ** 20);
        });
      });

      it('is the same for an item alone and beside others, also in bands', () => {
        tidy(() => {
          const sampler = multiSample({ taps: 3 });
          const [x, upstream] = [noise([2, 9, 9, 2], 17), noise([2, 150, 120, 2], 18)].map(
            tensorOf,
          );
          const points = tensorOf(noise([2, 150, 120, 2], 19));
          const byGrid = (...[u, g, dy]: Tensor[]): Tensor =>
            grad((each: Tensor) => gridSample(u as Tensor4D, each as Tensor4D, { sampler }))(
              g!,
              dy,
            );
          const both = byGrid(x!, points, upstream!);
          for (let index = 0; index < 2; index++) {
            const own = [x!, points, upstream!].map((each) => slice(each, index, 1));
            expect(slice(both, index, 1).dataSync()).toEqual(byGrid(...own).dataSync());
          }
        });
      });

      it('leaves nothing behind', () => {
        const [pixels, points] = [tensorOf(image), tensorOf(grid)];
        expectNoLeak(() =>
          grad((x: Tensor) => gridSample(pixels, x as Tensor4D, { sampler: multiSample() }))(
            points,
          ),
        );
      });
    });

    // What a step is the tests above hold against the oracle everywhere; here many of them count.
    describe.runIf(backend === 'wasm')('multiSample finds a shift of 30 % of the width', () => {
      const size = 32;
      const truth = [0.6, -0.1] as const;
      const random = seededRandom(5);
      const blobs = Array.from({ length: 7 }, () => ({
        x: 10 + 12 * random(),
        y: 8 + 16 * random(),
        radius: 1 + random(),
        height: 0.5 + random(),
      }));
      const picture = dense([1, size, size, 1], (index) =>
        blobs.reduce((total, { x, y, radius, height }) => {
          const distance = ((index % size) - x) ** 2 + (Math.floor(index / size) - y) ** 2;
          return total + height * Math.exp(-distance / (2 * radius ** 2));
        }, 0),
      );

      /** Gradient descent on the mean square difference; the translation it ends at. */
      function register(sampler: Sampler, rate: number, steps: number): [number, number] {
        const parts = { transform: affine(), outputSize: [size, size] as const };
        const image = tensorOf(picture);
        const target = spatialTransformer({ ...parts, sampler: bilinear() }).apply(
          image,
          tensor2d([[1, 0, truth[0], 0, 1, truth[1]]]),
        );
        const transformer = spatialTransformer({ ...parts, sampler });
        const at: [number, number] = [0, 0];
        for (let step = 0; step < steps; step++) {
          const slope = tidy(() =>
            grad((theta: Tensor) =>
              mean(square(sub(transformer.apply(image, theta as Tensor2D), target))),
            )(tensor2d([[1, 0, at[0], 0, 1, at[1]]])).dataSync(),
          );
          at[0] -= rate * slope[2]!;
          at[1] -= rate * slope[5]!;
        }
        image.dispose();
        target.dispose();
        return at;
      }

      it('converges', () => {
        const [x, y] = register(multiSample({ spread: 0.4 }), 3, 40);
        expect(Math.hypot(x - truth[0], y - truth[1])).toBeLessThan(0.01);
      });

      it.each([0.3, 1, 3])('bilinear does not converge, at rate %d', (rate) => {
        const [x, y] = register(bilinear(), rate, 40);
        expect(Math.hypot(x - truth[0], y - truth[1])).toBeGreaterThan(0.3);
      });
    });
  },
  hooks,
);

describe('multiSample, the pattern', () => {
  const config = { taps: 8, spread: 0.25, seed: 3 };

  it('depends only on config and size, and differs with seed and width', () => {
    expect(makePattern(config, [4, 5])).toEqual(makePattern(config, [4, 5]));
    expect(makePattern({ ...config, seed: 4 }, [4, 5])).not.toEqual(makePattern(config, [4, 5]));
    expect(makePattern(config, [5, 4]).offsets).toEqual(makePattern(config, [4, 5]).offsets);
  });

  it('is computed once per size and cached for the last two sizes', () => {
    const patternOf = cachedPatterns(config);
    const first = patternOf([4, 5]);
    expect(first).toEqual(makePattern(config, [4, 5]));
    patternOf([3, 3]);
    expect(patternOf([4, 5])).toBe(first);
    const second = patternOf([6, 2]);
    expect(patternOf([4, 5])).toBe(first);
    expect(patternOf([6, 2])).toBe(second);
    patternOf([1, 1]);
    expect(patternOf([4, 5])).not.toBe(first);
  });

  it('is normally distributed around each point, with the spread asked for', () => {
    const { offsets } = makePattern({ taps: 8, spread: 0.25, seed: 0 }, [40, 50]);
    const moment = (power: number): number =>
      offsets.reduce((total, value) => total + (value / 0.25) ** power, 0) / offsets.length;
    expect(moment(1)).toBeCloseTo(0, 1);
    expect(moment(2)).toBeCloseTo(1, 1);
    expect(Math.abs(moment(4) - 3)).toBeLessThan(0.2);
    expect(offsets.slice(0, 2)).not.toEqual(offsets.slice(2, 4));
  });

  it.each([
    [3, 1],
    [4, 1],
    [8, 1],
    [64, 1],
    [8, 1e-4],
    [8, 100],
  ])('has no pixel whose %d samples lie on a line, spread %d', (taps, spread) => {
    const pattern = makePattern({ taps, spread, seed: 1 }, [50, 50]);
    expect(pattern.weights.every(Number.isFinite)).toBe(true);
    const each = tapsOf(pattern, 5000);
    let narrowest = 1;
    for (let pixel = 0; pixel < 2500; pixel++) {
      let [xx, xy, yy] = [0, 0, 0];
      for (const offset of each) {
        const [x, y] = [offset[pixel * 2]!, offset[pixel * 2 + 1]!];
        xx += x * x;
        xy += x * y;
        yy += y * y;
      }
      // The share of the narrower direction in the whole: (1 ± √(1 - 4 det / trace²)) / 2.
      const roundness = (xx * yy - xy * xy) / (xx + yy) ** 2;
      narrowest = Math.min(narrowest, roundness);
    }
    expect(narrowest).toBeGreaterThan(0.005);
  });
});

describe('multiSample, the sampler object', () => {
  it('always has a complete config, and is recreated from it', () => {
    expect(multiSample().config).toEqual({ taps: 8, spread: 0.4, seed: 0 });
    const unregister = registerSampler(multiSample);
    expect(createSampler('multiSample', { taps: 5 }).config).toEqual({
      taps: 5,
      spread: 0.4,
      seed: 0,
    });
    unregister();
  });

  it.each([
    [{ taps: 2 }, 'multiSample: taps must be a whole number from 3 to 64, got 2'],
    [{ taps: '8' }, 'taps must be a whole number from 3 to 64, got "8"'],
    [{ spread: 0 }, 'multiSample: spread must be a number from 0.0001 to 100, got 0'],
    [{ spread: 1e-200 }, 'spread must be a number from 0.0001 to 100, got 1e-200'],
    [{ spread: 1e200 }, 'spread must be a number from 0.0001 to 100, got 1e+200'],
    [{ spread: null }, 'spread must be a number from 0.0001 to 100, got null'],
    [{ spread: NaN }, 'multiSample: config.spread must be JSON (finite numbers'],
    [{ seed: 0.5 }, 'multiSample: seed must be a whole number from 0, got 0.5'],
    [{ seed: -1 }, 'seed must be a whole number from 0, got -1'],
    [
      { tap: 8 },
      "multiSample: config can have taps, spread, seed, got 'tap'. Did you mean 'taps'?",
    ],
  ])('refuses %j', (config, message) => {
    expect(() => multiSample(config as never)).toThrow(OptionError);
    expect(() => multiSample(config as never)).toThrow(message);
  });
});
