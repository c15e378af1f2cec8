import {
  grad,
  slice,
  tensor2d,
  tensor3d,
  tensor4d,
  tidy,
  type Tensor,
  type Tensor2D,
  type Tensor4D,
} from '@tensorflow/tfjs-core';
import {
  createSampler,
  defineSampler,
  registerSampler,
  spatialTransformer,
  warp,
  type OutputSize,
  type Sampler,
  type SamplingField,
} from '@tfjs-stn/core';
import { OptionError, UnknownNameError } from '@tfjs-stn/core/errors';
import { bicubic } from '@tfjs-stn/sampler-bicubic';
import { bilinear } from '@tfjs-stn/sampler-bilinear';
import { nearest } from '@tfjs-stn/sampler-nearest';
import { expectClose, expectNoLeak, type DenseArray } from '@tfjs-stn/testing';
import { describeBackends, describeSampler } from '@tfjs-stn/testing/vitest';
import { affine } from '@tfjs-stn/transform-affine';
import { afterEach, describe, expect, it } from 'vitest';

import { antialiased, multiSample } from '../src/index.js';
import { dense, noise, once, tensorOf } from './arrays.js';
import { backends, hooks } from './kernels.js';
import { countedAreaMean, type ShrunkImage } from './counted-area-mean.js';

const size = 64;
const base = bilinear();

function checkerboard(cell: number): DenseArray {
  return dense([1, size, size, 1], (index) => {
    const [row, column] = [Math.floor(index / size), index % size];
    return (Math.floor(row / cell) + Math.floor(column / cell)) % 2;
  });
}

function apply(
  sampler: Sampler,
  image: DenseArray,
  theta: readonly number[],
  outputSize: OutputSize,
  options: { alignCorners?: boolean } = {},
): Tensor4D {
  const transformer = spatialTransformer({ transform: affine(), sampler, outputSize, ...options });
  return transformer.apply(tensorOf(image), tensor2d([...theta], [1, 6]));
}

/** The root of the mean square difference. */
function error(actual: Tensor, expected: DenseArray): number {
  const values = actual.dataSync();
  const total = Array.from<number>(values).reduce(
    (sum, value, i) => sum + (value - expected.data[i]!) ** 2,
    0,
  );
  return Math.sqrt(total / values.length);
}

/** An image that shrinks, and its exact area mean. */
interface Shrunk extends ShrunkImage {
  readonly what: string;
  readonly exact: () => DenseArray;
}

function shrunk(
  what: string,
  image: DenseArray,
  theta: readonly number[],
  outputSize: OutputSize,
): Shrunk {
  const given = { image, theta, outputSize };
  return { what, ...given, exact: once(() => countedAreaMean(given)) };
}

const aside = [1, 0, 0.021, 0, 1, -0.013];
const turned = [0.94, -0.34, 0.013, 0.34, 0.94, -0.007];
const shrunkCheckerboards = [
  shrunk('pixels, off their edges', checkerboard(1), aside, [8, 8]),
  shrunk('two pixels, off their edges', checkerboard(2), aside, [8, 8]),
  shrunk('three pixels', checkerboard(3), [1, 0, 0, 0, 1, 0], [8, 8]),
  shrunk('pixels, turned', checkerboard(1), turned, [8, 8]),
  shrunk('two pixels, turned', checkerboard(2), turned, [8, 8]),
];
const noisy = noise([1, size, size, 1], 2);
const shrunkNoise = [
  shrunk('in one direction', noisy, [1, 0, 0.01, 0, 0.25, 0], [16, 8]),
  shrunk('askew', noisy, [0.9, 0.3, 0, -0.2, 0.3, 0.1], [12, 8]),
  shrunk('by fractions', noisy, [1, 0, 0, 0, 1, 0], [19, 23]),
];

describeBackends(
  backends,
  (backend) => {
    describeSampler(antialiased({ base, maxTaps: 3 }));
    // Its own weights and pads are the same everywhere; with the kernels they are quick.
    if (backend !== 'cpu') describeSampler(antialiased({ base: bicubic(), maxTaps: 2 }));

    describe('antialiased, when shrinking', () => {
      it.each(shrunkCheckerboards)(
        'a checkerboard of $what 8 times has a tenth of the error of bilinear, or less',
        ({ image, theta, outputSize, exact }) => {
          tidy(() => {
            const plain = error(apply(base, image, theta, outputSize), exact());
            const filtered = error(apply(antialiased({ base }), image, theta, outputSize), exact());
            expect(plain).toBeGreaterThan(0.1);
            expect(filtered).toBeLessThan(plain / 10);
          });
        },
      );

      it('gives the exact area mean for whole-number factors, at any offset', () => {
        tidy(() => {
          const image = noise([1, 12, 20, 1], 1);
          // Four and two columns and rows per output pixel, from a quarter of a column on.
          const theta = [1, 0, 0.025, 0, 1, 0.0625];
          const outputSize: OutputSize = [6, 5];
          const rows = Array.from({ length: 30 }, (_, index) => {
            const [top, left] = [Math.floor(index / 5) * 2 + 0.375, (index % 5) * 4 + 0.25];
            let total = 0;
            for (let row = 0; row < 12; row++) {
              for (let column = 0; column < 20; column++) {
                const high = Math.min(row + 1, top + 2) - Math.max(row, top);
                const wide = Math.min(column + 1, left + 4) - Math.max(column, left);
                if (high > 0 && wide > 0) total += high * wide * image.data[row * 20 + column]!;
              }
            }
            return total / 8;
          });
          const shrunk = apply(antialiased({ base }), image, theta, outputSize);
          expectClose(shrunk, { shape: [1, 6, 5, 1], data: rows }, { rtol: 1e-5, atol: 1e-5 });
        });
      });

      it.each(shrunkNoise)('keeps noise noise-free: $what', ({ theta, outputSize, ...one }) => {
        tidy(() => {
          const [image, exact] = [one.image, one.exact()];
          const plain = error(apply(base, image, theta, outputSize), exact);
          const filtered = error(apply(antialiased({ base }), image, theta, outputSize), exact);
          expect(filtered).toBeLessThan(plain / 5);
        });
      });
    });

    describe('antialiased, at scale 1 and above', () => {
      const fields: readonly (readonly [string, readonly number[]])[] = [
        ['the identity', [1, 0, 0, 0, 1, 0]],
        ['a rotation', [Math.cos(0.7), -Math.sin(0.7), 0.1, Math.sin(0.7), Math.cos(0.7), 0]],
        ['an enlargement', [0.4, 0.1, 0.3, -0.1, 0.55, 0]],
      ];
      it.each(fields)('reads %s with the base sampler, gradients included', (_, theta) => {
        for (const plain of [bilinear(), bicubic(), nearest()]) {
          tidy(() => {
            const image = noise([1, 9, 9, 2], 3);
            const filtered = antialiased({ base: plain });
            const [one, other] = [filtered, plain].map((sampler) =>
              apply(sampler, image, theta, [9, 9]),
            ) as [Tensor4D, Tensor4D];
            expect(one.dataSync()).toEqual(other.dataSync());
            const [by, byPlain] = [filtered, plain].map((sampler) => {
              const t = spatialTransformer({ transform: affine(), sampler, outputSize: [9, 9] });
              return grad((x: Tensor) => t.apply(tensorOf(image), x as Tensor2D))(
                tensor2d([...theta], [1, 6]),
              );
            }) as [Tensor, Tensor];
            expect(by.dataSync()).toEqual(byPlain.dataSync());
          });
        }
      });

      it('reads an item that does not shrink with the base sampler, next to one that does', () => {
        tidy(() => {
          const image = tensorOf(noise([1, 12, 12, 1], 11));
          const theta = tensor2d([3, 0, 0, 0, 3, 0, 0.4, 0.1, 0.3, -0.1, 0.45, 0], [2, 6]);
          const [filtered, plain] = [antialiased({ base }), base].map((sampler) => {
            const parts = { transform: affine(), sampler, outputSize: [6, 6] as const };
            return spatialTransformer(parts).apply(image, theta);
          }) as [Tensor4D, Tensor4D];
          const item = (x: Tensor4D, index: number): Tensor =>
            slice(x, [index, 0, 0, 0], [1, 6, 6, 1]);
          expectClose(item(filtered, 1), item(plain, 1), { rtol: 1e-5, atol: 1e-6 });
          expect(() => expectClose(item(filtered, 0), item(plain, 0))).toThrow('expectClose');
        });
      });

      it('reads the part of a field that does not shrink with the base sampler', () => {
        tidy(() => {
          const image = tensorOf(noise([1, 16, 16, 1], 4));
          // Half a pixel from column to column, then three.
          const columns = [4, 4.5, 5, 5.5, 6, 9, 12];
          const pairs = [2, 2.5, 3].flatMap((row) =>
            columns.flatMap((column) => [(2 * column + 1) / 16 - 1, (2 * row + 1) / 16 - 1]),
          );
          const field: SamplingField = {
            kind: 'grid',
            grid: tensor4d(pairs, [1, 3, 7, 2]),
            outputSize: [3, 7],
            alignCorners: false,
          };
          const [filtered, plain] = [antialiased({ base }), base].map(
            (sampler) => warp(image, field, { sampler }).arraySync()[0]!,
          ) as [number[][][], number[][][]];
          expectClose(
            filtered.map((row) => row.slice(0, 4)),
            plain.map((row) => row.slice(0, 4)),
          );
          expect(Math.abs(filtered[0]![5]![0]! - plain[0]![5]![0]!)).toBeGreaterThan(0.01);
        });
      });
    });

    describe('the cost of antialiased', () => {
      /** A base that counts the points it is asked for per output pixel. */
      function counting(): { sampler: Sampler; points: () => number } {
        let points = 0;
        const make = defineSampler('counting', () => ({
          sample: (image, field, options) => {
            points += field.kind === 'homography' ? field.matrix.shape[0] : 1;
            return warp(image, field, { sampler: bilinear(), padding: options.padding });
          },
        }));
        return { sampler: make(), points: () => points };
      }
      it.each([
        [1, undefined, 1],
        [1.0005, undefined, 1],
        [2, undefined, 4],
        [2.4, undefined, 9],
        [30, undefined, 256],
        [30, 5, 25],
      ] as const)('scale %d, maxTaps %s: %d points per output pixel', (scale, maxTaps, points) => {
        tidy(() => {
          const { sampler, points: counted } = counting();
          const options = maxTaps === undefined ? {} : { maxTaps };
          const theta = [scale, 0, 0, 0, scale, 0];
          apply(antialiased({ base: sampler, ...options }), noise([1, 8, 8, 1], 8), theta, [8, 8]);
          expect(counted()).toBe(points);
        });
      });

      it('is the same for a batch of images as for single images', () => {
        tidy(() => {
          const images = tensorOf(noise([3, 9, 8, 2], 10));
          const theta = tensor2d(
            [2.2, 0.1, 0, 0.2, 1.9, 0.1, 1, 0, 0, 0, 1, 0, 3, 1, 0, 0, 1, 0],
            [3, 6],
          );
          const parts = { transform: affine(), sampler: antialiased({ base }) };
          const transformer = spatialTransformer({ ...parts, outputSize: [5, 6] });
          const all = transformer.apply(images, theta);
          for (let item = 0; item < 3; item++) {
            // More points than one item alone needs change its mean a little: all with the same.
            const alone = transformer.apply(slice(images, [item, 0, 0, 0], [1, 9, 8, 2]), theta);
            expectClose(slice(all, item, 1), slice(alone, item, 1), { rtol: 1e-5, atol: 1e-5 });
          }
        });
      });

      it('leaves nothing behind', () => {
        const image = tensorOf(noise([1, 8, 8, 1], 9));
        const matrix = tensor3d([2, 0.1, 0, 0, 1.5, 0, 0.1, 0, 1], [1, 3, 3]);
        const field: SamplingField = {
          kind: 'homography',
          matrix,
          outputSize: [5, 6],
          alignCorners: true,
        };
        expectNoLeak(() => warp(image, field, { sampler: antialiased({ base }) }));
        const broken = defineSampler('broken', () => ({
          sample: () => {
            throw new Error('broken base');
          },
        }));
        const sampler = antialiased({ base: broken() });
        expect(() => expectNoLeak(() => warp(image, field, { sampler }))).toThrow('broken base');
      });
    });
  },
  hooks,
);

describe('antialiased, the sampler object', () => {
  const undo: (() => void)[] = [];
  afterEach(() => undo.splice(0).forEach((unregister) => unregister()));

  it('stores its base as name and config, and is recreated from them', () => {
    undo.push(registerSampler(antialiased), registerSampler(bicubic), registerSampler(multiSample));
    const made = antialiased({ base: bicubic({ a: -0.5 }) });
    const config = { base: { name: 'bicubic', config: { a: -0.5 } }, maxTaps: 16 };
    expect(made).toMatchObject({ kind: 'composite', name: 'antialiased', config });
    const again = createSampler(
      made.name,
      JSON.parse(JSON.stringify(made.config)) as typeof config,
    );
    expect(again.config).toEqual(config);
    const nested = antialiased({
      base: antialiased({ base: { name: 'multiSample' }, maxTaps: 2 }),
    });
    expect(createSampler('antialiased', nested.config).config).toEqual(nested.config);
    const rule = 'antialiased: base must nest antialiased at most 2 deep, got more';
    expect(() => antialiased({ base: nested })).toThrow(rule);
    const deep = { base: { name: 'antialiased', config: nested.config }, maxTaps: 2 };
    expect(() => createSampler('antialiased', deep)).toThrow(rule);
  });

  it('reports a base that is not registered', () => {
    expect(() => antialiased({ base: { name: 'bicubic' } })).toThrow(UnknownNameError);
    expect(() => antialiased({ base: { name: 'bicubic' } })).toThrow(
      "createSampler: no sampler is registered as 'bicubic'",
    );
  });

  it.each([
    [undefined, 'antialiased: options must be { base }, got undefined. Say what it is based on'],
    [{}, 'antialiased: base must be a sampler value such as bilinear(), or { name, config }'],
    [{ base: 'bilinear' }, "got the name 'bilinear'"],
    [{ base: bilinear }, 'base must be a sampler value such as bilinear(), or { name, config }'],
    [{ base: { kind: 'kernel', name: 'x' } }, "got 'x', a kernel without taps or weights"],
    [{ base: { ...base, taps: 0 } }, "got 'bilinear', a kernel without taps or weights"],
    [{ base: { kind: 'composite', name: 'x' } }, "got 'x', a composite without sample"],
    [{ base: { kind: 'spline', name: 'x' } }, 'got \'x\' of kind "spline"'],
    [{ base, maxTaps: 0 }, 'antialiased: maxTaps must be a whole number from 1 to 64, got 0'],
    [{ base, maxTaps: 1.5 }, 'maxTaps must be a whole number from 1 to 64, got 1.5'],
    [{ base, maxTaps: '4' }, 'maxTaps must be a whole number from 1 to 64, got "4"'],
    [{ base, taps: 4 }, "antialiased: options can be base, maxTaps, got 'taps'. Leave it out"],
  ])('refuses %j', (options, message) => {
    expect(() => antialiased(options as never)).toThrow(OptionError);
    expect(() => antialiased(options as never)).toThrow(message);
  });
});
