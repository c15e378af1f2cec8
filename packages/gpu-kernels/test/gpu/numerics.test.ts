import { grad, tensor3d, tensor4d, tidy, type Tensor, type Tensor4D } from '@tensorflow/tfjs-core';
import { gridSample, warp, type KernelSampler, type Padding } from '@tfjs-stn/core';
import { bicubic } from '@tfjs-stn/sampler-bicubic';
import { bilinear } from '@tfjs-stn/sampler-bilinear';
import { nearest } from '@tfjs-stn/sampler-nearest';
import { describeBackends } from '@tfjs-stn/testing/vitest';
import { expect, it } from 'vitest';

import { backendName, withKernels } from '@tfjs-stn-tooling/test-support/gpu-kernels';

const samplers = [nearest(), bilinear(), bicubic()];
const paddings = ['zeros', 'border', 'reflection', 'wrap'] as const;
/** One row of pixels, 10 to 14. */
const size = 5;
const pixels = [10, 11, 12, 13, 14];

describeBackends(
  [backendName],
  () => {
    for (const sampler of samplers) {
      it(`${sampler.name}: NaN gives NaN, and nothing else does`, () => {
        for (const padding of paddings) {
          const columns = [NaN, 1, 2 ** 25, -Infinity, Infinity];
          const bits = bitsOf(sampleAt(columns, sampler, padding));
          expect(bits.map(isNaNBits), padding).toEqual([true, false, false, false, false]);
        }
      });
      it(`${sampler.name}: far outside is the fill value, or one pixel at the edge`, () => {
        const far = [2 ** 24 + 2, -(2 ** 24) - 2, Infinity, -Infinity, 3e38, -3e38];
        const filled = sampleAt(far, sampler, 'zeros', 2.5);
        expect(bitsOf(filled)).toEqual(bitsOfNumbers(far.map(() => 2.5)));
        for (const padding of ['border', 'reflection', 'wrap'] as const) {
          const edges = far.map((column) => (column > 0 ? 14 : 10));
          expect(bitsOf(sampleAt(far, sampler, padding)), padding).toEqual(bitsOfNumbers(edges));
        }
      });
      it(`${sampler.name}: a fill value of infinity or NaN counts where its weight is not 0`, () => {
        for (const fill of [Infinity, -Infinity, NaN]) {
          // At whole pixels inside, taps outside have no weight.
          const inside = sampleAt([0, 2, 4], sampler, 'zeros', fill);
          expect(bitsOf(inside)).toEqual(bitsOfNumbers([10, 12, 14]));
          const [outside] = bitsOf(sampleAt([-7], sampler, 'zeros', fill));
          expect(outside).toEqual(bitsOfNumbers([fill])[0]);
        }
      });
      it(`${sampler.name}: behind the horizon is the fill value, with gradients of 0`, () => {
        tidy(() => {
          const image = imageOf(pixels);
          // w is 0.5, 0 and -0.5 along the columns.
          const matrix = tensor3d([1, 0, 0, 0, 1, 0, -0.75, 0, 0], [1, 3, 3]);
          const field = (m: Tensor) =>
            ({
              kind: 'homography',
              matrix: m as typeof matrix,
              outputSize: [1, 3],
              alignCorners: false,
            }) as const;
          const apply = (x: Tensor, m: Tensor): Tensor =>
            warp(x as Tensor4D, field(m), { sampler, fillValue: 7 });
          expect(bitsOf(apply(image, matrix)).slice(1)).toEqual(bitsOfNumbers([7, 7]));
          const dy = tensor4d([0, NaN, NaN], [1, 1, 3, 1]);
          const gradients = [
            grad((m: Tensor) => apply(image, m))(matrix, dy),
            grad((x: Tensor) => apply(x, matrix))(image, dy),
          ];
          for (const gradient of gradients) {
            expect([...gradient.dataSync()].every((value) => value === 0)).toBe(true);
          }
        });
      });
    }

    it('nearest rounds halves to even', () => {
      for (const padding of paddings) {
        const halves = sampleAt([0.5, 1.5, 2.5, 3.5], nearest(), padding);
        expect(bitsOf(halves), padding).toEqual(bitsOfNumbers([10, 12, 12, 14]));
      }
    });

    it('infinity in the image does not reach pixels that have no weight', () => {
      const seen = sampleAt([1, 2, 3], bilinear(), 'zeros', 0, [10, 11, Infinity, 13, NaN]);
      expect(bitsOf(seen)).toEqual(bitsOfNumbers([11, Infinity, 13]));
    });

    it('NaN and infinity in dy reach their own pixels alone', () => {
      tidy(() => {
        const dy = tensor4d([1, NaN, Infinity, 2, 0], [1, 1, 5, 1]);
        const gradient = grad((x: Tensor) => sample(x as Tensor4D, [0, 1, 2, 3, 4], bilinear()))(
          imageOf(pixels),
          dy,
        );
        expect([...gradient.dataSync()]).toEqual([1, NaN, Infinity, 2, 0]);
      });
    });
  },
  withKernels,
);

function imageOf(values: readonly number[]): Tensor4D {
  return tensor4d([...values], [1, 1, values.length, 1]);
}

/** Samples at columns of the single row, in pixels. */
function sample(
  image: Tensor4D,
  columns: readonly number[],
  sampler: KernelSampler,
  padding: Padding = 'zeros',
  fillValue = 0,
): Tensor4D {
  const points = columns.flatMap((column) => [(2 * column + 1) / size - 1, 0]);
  const grid = tensor4d(points, [1, 1, columns.length, 2]);
  return gridSample(image, grid, { sampler, padding, ...(padding === 'zeros' && { fillValue }) });
}

function sampleAt(
  columns: readonly number[],
  sampler: KernelSampler,
  padding: Padding,
  fillValue?: number,
  values: readonly number[] = pixels,
): Float32Array {
  return tidy(() =>
    sample(imageOf(values), columns, sampler, padding, fillValue).dataSync<'float32'>(),
  );
}

function bitsOf(values: Float32Array | Tensor): number[] {
  const floats = values instanceof Float32Array ? values : values.dataSync<'float32'>();
  return bitsOfNumbers([...floats]);
}

/** As integers, NaN as one of them: which NaN is not said. */
function bitsOfNumbers(values: readonly number[]): number[] {
  return [...new Int32Array(Float32Array.from(values).buffer)].map((bits) =>
    isNaNBits(bits) ? 0x7fc00000 : bits,
  );
}

function isNaNBits(bits: number): boolean {
  return (bits & 0x7fffffff) > 0x7f800000;
}
