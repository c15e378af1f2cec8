import {
  add,
  grad,
  mul,
  tensor1d,
  tensor3d,
  tensor4d,
  tidy,
  zeros,
  type Rank,
  type Tensor,
  type Tensor3D,
  type Tensor4D,
} from '@tensorflow/tfjs-core';
import { expectClose, expectGradient, expectNoLeak, seededRandom } from '@tfjs-stn/testing';
import { describeBackends } from '@tfjs-stn/testing/vitest';
import { describe, expect, it } from 'vitest';

import { OptionError, ShapeError } from '../src/errors.js';
import { fromImage, normalisedCrossCorrelation, toImageData } from '../src/images.js';
import { reference, referenceBackends } from './support.js';

function someImage(seed: number): Tensor4D {
  const random = seededRandom(seed);
  return tensor4d(
    Float32Array.from({ length: 24 }, () => random()),
    [2, 3, 2, 2],
  );
}

/** Pearson's correlation, in float64. */
function pearson(a: readonly number[], b: readonly number[]): number {
  const mean = (x: readonly number[]): number => x.reduce((sum, v) => sum + v, 0) / x.length;
  const [meanA, meanB] = [mean(a), mean(b)];
  const covariance = mean(a.map((v, i) => (v - meanA) * ((b[i] as number) - meanB)));
  const deviation = (x: readonly number[], m: number): number =>
    Math.sqrt(mean(x.map((v) => (v - m) ** 2)));
  return covariance / (deviation(a, meanA) * deviation(b, meanB));
}

describeBackends(
  referenceBackends,
  () => {
    describe('fromImage and toImageData', () => {
      const bytes = Uint8ClampedArray.of(0, 51, 102, 255, 255, 204, 153, 7);
      const pixels = { data: bytes, width: 2, height: 1 };

      it('reads bytes as numbers from 0 to 1', () => {
        tidy(() => {
          const rgb = { shape: [1, 2, 3], data: [0, 0.2, 0.4, 1, 0.8, 0.6] };
          expectClose(fromImage(pixels), rgb);
          expectClose(fromImage(pixels, { channels: 1 }), { shape: [1, 2, 1], data: [0, 1] });
          const alpha = [0, 0.2, 0.4, 1, 1, 0.8, 0.6, 7 / 255];
          expectClose(fromImage(pixels, { channels: 4 }), { shape: [1, 2, 4], data: alpha });
        });
      });

      it('gives back the same bytes', async () => {
        for (let value = 0; value < 256; value += 1) bytes[value % 3] = value;
        const image = fromImage(pixels, { channels: 4 });
        const back = await toImageData(image);
        image.dispose();
        expect(back).toEqual({ data: bytes, width: 2, height: 1 });
      });

      it('clips, rounds to the nearest byte and repeats grey', async () => {
        const values = [-1, 0.25 / 255, 1.5, NaN, 127.6 / 255, Infinity];
        const image = tensor3d(values, [2, 3, 1]);
        const { data } = await toImageData(image);
        image.dispose();
        expect([...data]).toEqual(
          [0, 0, 255, 0, 128, 255].flatMap((grey) => [grey, grey, grey, 255]),
        );
      });

      it('says what is wrong, and leaks nothing', async () => {
        expectNoLeak(() => {
          expect(() => fromImage({ ...pixels, width: 3 })).toThrow(
            'fromImage: pixels must be { data, width, height } with four bytes for every pixel, got 8 bytes for 3 × 1',
          );
          expect(() => fromImage(undefined as never)).toThrow(OptionError);
          expect(() => fromImage(pixels, { channels: 2 as never })).toThrow(
            'channels must be 1, 3 or 4, got 2',
          );
          return [fromImage(pixels)];
        });
        const flow: Tensor3D = zeros<Rank.R3>([2, 2, 2]);
        await expect(toImageData(flow)).rejects.toThrow(ShapeError);
        flow.dispose();
      });
    });

    describe('normalisedCrossCorrelation', () => {
      it("is Pearson's correlation of each item", () => {
        tidy(() => {
          const [a, b] = [someImage(1), someImage(2)];
          const [x, y] = [[...a.dataSync()], [...b.dataSync()]];
          const expected = [0, 12].map((from) =>
            pearson(x.slice(from, from + 12), y.slice(from, from + 12)),
          );
          expectClose(normalisedCrossCorrelation(a, b), { shape: [2], data: expected });
        });
      });

      it('is 1 up to contrast and brightness, -1 for the negative, 0 for one value alone', () => {
        tidy(() => {
          const image = someImage(3);
          const ncc = (other: Tensor4D): number[] => [
            ...normalisedCrossCorrelation(image, other).dataSync(),
          ];
          const tolerance = { rtol: 1e-5 };
          const two = (data: number): { shape: number[]; data: number[] } => ({
            shape: [2],
            data: [data, data],
          });
          const check = (other: Tensor4D, value: number): void =>
            expectClose({ shape: [2], data: ncc(other) }, two(value), tolerance);
          check(add(mul(image, 0.3), 5), 1);
          check(mul(image, -2), -1);
          check(zeros<Rank.R4>([2, 3, 2, 2]), 0);
        });
      });

      it('has the gradient of central differences', () => {
        tidy(() => {
          const [a, b] = [someImage(4), someImage(5)];
          const dy = tensor1d([1, -2]);
          const gradient = grad((x: Tensor) => normalisedCrossCorrelation(x as Tensor4D, b))(a, dy);
          const other = [...b.dataSync()];
          const evaluate = (x: Float64Array): number =>
            pearson(Array.from(x.subarray(0, 12)), other.slice(0, 12)) -
            2 * pearson(Array.from(x.subarray(12)), other.slice(12));
          expectGradient({
            evaluate,
            point: a.dataSync(),
            gradient: gradient.dataSync(),
            rtol: 1e-3,
            atol: 1e-5,
          });
        });
      });

      it('refuses images of different shapes', () => {
        tidy(() => {
          const small = zeros<Rank.R4>([2, 3, 2, 1]);
          expect(() => normalisedCrossCorrelation(someImage(1), small)).toThrow(
            'normalisedCrossCorrelation: b must have the shape of a, [2, 3, 2, 2], got [2, 3, 2, 1]',
          );
        });
      });
    });
  },
  reference,
);
