import {
  concat,
  getBackend,
  grad,
  grads,
  mul,
  slice,
  sum,
  tensor,
  tidy,
  type Tensor,
  type Tensor3D,
  type Tensor4D,
} from '@tensorflow/tfjs-core';
import { defineSampler, warp, type Sampler, type SamplingField } from '@tfjs-stn/core';
import { bicubic } from '@tfjs-stn/sampler-bicubic';
import { bilinear } from '@tfjs-stn/sampler-bilinear';
import { centralDifferences, expectClose, expectNoLeak, type DenseArray } from '@tfjs-stn/testing';
import { describeBackends } from '@tfjs-stn/testing/vitest';
import { describe, expect, it } from 'vitest';

import { antialiased } from '../src/index.js';
import {
  gridFootprints,
  homographyFootprints,
  oracleFootprints,
  oracleFootprintsImageGradient,
  tapsOf,
  type Footprints,
} from './antialiased-oracle.js';
import { dense, noise, once, tensorOf } from './arrays.js';
import { backends, hooks } from './kernels.js';
import { peakBytes } from './peak-bytes.js';

type Kind = 'homography' | 'grid';

function fieldOf(kind: Kind, source: Tensor, size: readonly [number, number]): SamplingField {
  const shared = { outputSize: size, alignCorners: false };
  return kind === 'grid'
    ? { kind, grid: source as Tensor4D, ...shared }
    : { kind, matrix: source as Tensor3D, ...shared };
}

const scaled = (x: number, y: number, ...last: number[]): number[] => [
  x,
  0.05,
  0.02,
  -0.03,
  y,
  -0.01,
  ...(last.length > 0 ? last : [0, 0, 1]),
];
/** Growing, shrinking by different amounts, diverged, and beyond the affine. */
const rows = [
  scaled(0.7, 0.6),
  scaled(1.3, 1.7),
  scaled(4.1, 2.2),
  scaled(1.2, 1.6),
  scaled(NaN, 1.4),
  scaled(1.5, 1.4, 0.2, -0.1, 1),
  scaled(0.3, 0.4, 0.1, 0.1, 1),
  scaled(40, 30),
];
const size = [6, 7] as const;
const grids = noise([4, ...size, 2], 31);
/** Enlarged and shrunk. */
const waves = dense(grids.shape, (index) => {
  const item = Math.floor(index / (size[0] * size[1] * 2));
  return (grids.data[index] as number) * [0.05, 0.6, 1, 0.1][item]!;
});
const batches = {
  homography: { data: Float32Array.from(rows.flat()), shape: [rows.length, 3, 3] },
  grid: { data: waves.data as Float32Array, shape: waves.shape },
};
const item = <T extends Tensor>(x: T, index: number): T => slice(x, index, 1);
const bits = (x: Tensor): Int32Array => new Int32Array(Float32Array.from(x.dataSync()).buffer);

interface Large {
  readonly what: string;
  readonly kind: Kind;
  readonly source: DenseArray;
  readonly footprints: (source: DenseArray['data']) => Footprints;
  /** Numbers of the source whose gradient is compared. */
  readonly compared: number;
}

/** More pixels than are worked on at once. */
const large = [150, 120] as const;
const tilted = [1.9, 0.15, 0.04, -0.1, 1.7, 0.05, 0.2, -0.12, 1];
const bent = dense([1, ...large, 2], (index) => {
  const [pixel, axis] = [Math.floor(index / 2), index % 2];
  const [x, y] = [(pixel % large[1]) / large[1], Math.floor(pixel / large[1]) / large[0]];
  return 1.5 * (axis === 0 ? x : y) - 0.7 + 0.1 * Math.sin(5 * x + 3 * y + axis);
});
const outsized: readonly Large[] = [
  {
    what: 'a homography',
    kind: 'homography',
    source: { shape: [1, 3, 3], data: tilted },
    footprints: (matrix) => homographyFootprints(matrix, large, false),
    compared: 9,
  },
  {
    what: 'a grid',
    kind: 'grid',
    source: bent,
    footprints: (data) => gridFootprints({ shape: bent.shape, data }),
    compared: 0,
  },
];
const picture = noise([1, 130, 140, 1], 32);
const weights = noise([1, ...large, 1], 33);
const expectedOf = ({ source, footprints, compared }: Large) => {
  const start = { image: picture, padding: 'border' as const, footprints: footprints(source.data) };
  const inputs = { ...start, taps: tapsOf(start) };
  const total = (head: DenseArray['data']): number =>
    oracleFootprints({ ...inputs, footprints: footprints(head) }).data.reduce(
      (all, value, index) => all + value * weights.data[index]!,
      0,
    );
  return {
    output: oracleFootprints(inputs),
    byImage: oracleFootprintsImageGradient({ ...inputs, outputGradient: weights }),
    bySource: compared > 0 ? centralDifferences(total, source.data, 1e-7) : [],
  };
};
const withOracle = outsized.map((one) => ({ ...one, expected: once(() => expectedOf(one)) }));

describeBackends(
  backends,
  () => {
    describe('antialiased, batches', () => {
      it.each(['homography', 'grid'] as const)(
        'an item is the same alone and beside others: %s',
        (kind) => {
          tidy(() => {
            const { data, shape } = batches[kind];
            const [source, count] = [tensor(data, [...shape]), shape[0] as number];
            const images = tensorOf(noise([count, 14, 15, 2], 34));
            const dy = tensorOf(noise([count, ...size, 2], 35));
            const sampler = antialiased({ base: bilinear() });
            const run = (x: Tensor, s: Tensor): Tensor4D =>
              warp(x as Tensor4D, fieldOf(kind, s, size), { sampler, padding: 'border' });
            const all = run(images, source);
            const [byImage, bySource] = grads(run)([images, source], dy) as [Tensor, Tensor];
            for (let index = 0; index < count; index++) {
              const own = [item(images, index), item(source, index)];
              const what = `item ${index}`;
              expect(bits(item(all, index)), what).toEqual(bits(run(own[0]!, own[1]!)));
              const alone = grads(run)(own, item(dy, index)) as [Tensor, Tensor];
              expect(bits(item(bySource, index)), what).toEqual(bits(alone[1]));
              expectClose(item(byImage, index), alone[0], { rtol: 1e-5, atol: 1e-6, what });
            }
          });
        },
      );

      it('has the second derivatives of its items', () => {
        tidy(() => {
          const chosen = rows.slice(0, 6).filter((row) => row.every(Number.isFinite));
          const matrix = tensor(chosen.flat(), [chosen.length, 3, 3]);
          const images = tensorOf(noise([chosen.length, 14, 15, 1], 36));
          const sampler = antialiased({ base: bicubic(), maxTaps: 2 });
          const run = (x: Tensor, m: Tensor): Tensor =>
            warp(x as Tensor4D, fieldOf('homography', m, size), { sampler, padding: 'border' });
          const loss = (x: Tensor, m: Tensor): Tensor => {
            const [byImage, byMatrix] = grads(run)([x, m]) as [Tensor, Tensor];
            return sum(
              concat([mul(byImage, byImage).flatten(), mul(byMatrix, byMatrix).flatten()]),
            );
          };
          const [byImage, byMatrix] = grads(loss)([images, matrix]) as [Tensor, Tensor];
          chosen.forEach((_, index) => {
            const alone = grads(loss)([item(images, index), item(matrix, index)]);
            const [one, other] = alone as [Tensor, Tensor];
            const largest = Math.max(...one.dataSync().map(Math.abs));
            const atol = 1e-5 * largest;
            expectClose(item(byImage, index), one, { rtol: 1e-4, atol, what: `item ${index}` });
            expectClose(item(byMatrix, index), other, { rtol: 1e-3, atol: 1e-2 });
          });
        });
      });

      it.each(withOracle)('an output in bands agrees with the definition: $what', (one) => {
        tidy(() => {
          const { kind, source, compared, expected } = one;
          const sampler = antialiased({ base: bilinear() });
          const run = (x: Tensor, s: Tensor): Tensor4D =>
            warp(x as Tensor4D, fieldOf(kind, s, large), { sampler, padding: 'border' });
          const [x, s] = [
            tensorOf(picture),
            tensor(Float32Array.from(source.data), [...source.shape]),
          ];
          const { output, byImage, bySource } = expected();
          expectClose(run(x, s), output, { rtol: 1e-4, atol: 2e-4 });
          const [ofImage, ofSource] = grads(run)([x, s], tensorOf(weights)) as [Tensor, Tensor];
          expectClose(ofImage, byImage, { rtol: 1e-4, atol: 5e-4 });
          expectClose([...ofSource.dataSync()].slice(0, compared), Array.from(bySource), {
            rtol: 2e-2,
            atol: 1,
          });
        });
      });
    });

    describe('antialiased, memory', () => {
      const [height, width] = [64, 60];
      const mebi = 2 ** 20;
      const image = noise([4, height, width, 3], 37);
      const output = 4 * image.data.length;

      it.each([
        ['one scale', rows[2]!, rows[2]!, 0],
        ['mixed scales', rows[2]!, rows[0]!, 0],
        ['homographies', rows[5]!, rows[5]!, 16 * mebi],
      ])('takes at most 4 outputs besides its result: %s', (_, one, other, more) => {
        tidy(() => {
          // The reference has hundreds of numbers for each of the few pixels it works on at once.
          const slack = (getBackend() === 'cpu' ? 8 * mebi : 0.2 * output) + more;
          const sampler = antialiased({ base: bilinear() });
          const run = (x: Tensor, m: Tensor): Tensor4D =>
            warp(x as Tensor4D, fieldOf('homography', m, [height, width]), { sampler });
          const matrix = tensor([one, other, one, other].flat(), [4, 3, 3]);
          const [x, dy] = [tensorOf(image), tensorOf(image)];
          const before = [x, dy, matrix];
          const peaks = [
            () => run(x, matrix),
            () => grad((m: Tensor) => run(x, m))(matrix, dy),
            () => grad((each: Tensor) => run(each, matrix))(x, dy),
          ].map((call) => peakBytes(call, before));
          const most = [4, 5, 5].map((outputs) => outputs * output + slack);
          peaks.forEach((peak, index) => expect(peak, `call ${index}`).toBeLessThan(most[index]!));
        });
      });

      it('leaves nothing behind, whether it succeeds or throws', () => {
        const matrix = tensor(rows.flat(), [rows.length, 3, 3]);
        const x = tensorOf(noise([rows.length, 9, 8, 1], 38));
        let [calls, most] = [0, Infinity];
        const failing = defineSampler('failing', () => ({
          sample: (u, field, options) => {
            calls += 1;
            if (calls > most) throw new Error('no more');
            return warp(u, field, { sampler: bilinear(), padding: options.padding });
          },
        }));
        const run = (base: Sampler, u = x, m: Tensor = matrix): Tensor =>
          warp(u, fieldOf('homography', m, size), { sampler: antialiased({ base, maxTaps: 2 }) });
        const gradients = (base: Sampler): Tensor[] =>
          grads((u, m) => run(base, u as Tensor4D, m))([x, matrix]);
        expectNoLeak(() => gradients(bilinear()));
        expectNoLeak(() => gradients(failing()));
        calls = 0;
        run(failing()).dispose();
        const forward = calls;
        // What tfjs itself has on its tape, it leaves there where a backward pass throws.
        for (const share of [0.1, 0.4, 0.7, 0.95]) {
          [calls, most] = [0, Math.floor(share * forward)];
          expect(() => expectNoLeak(() => run(failing()))).toThrow('no more');
          calls = 0;
          expect(() => expectNoLeak(() => gradients(failing()))).toThrow('no more');
        }
      });
    });
  },
  hooks,
);
