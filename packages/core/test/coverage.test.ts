import {
  concat,
  eye,
  grad,
  mul,
  ones,
  square,
  sum,
  tensor3d,
  tensor4d,
  tidy,
  type Rank,
  type Tensor,
  type Tensor3D,
  type Tensor4D,
} from '@tensorflow/tfjs-core';
import {
  centralDifferences,
  expectClose,
  expectNoLeak,
  oracleHomographyGrid,
} from '@tfjs-stn/testing';
import { describeBackends } from '@tfjs-stn/testing/vitest';
import { describe, expect, it } from 'vitest';

import { OptionError } from '../src/errors.js';
import { coverage, fieldGrid, fieldJacobian } from '../src/fields.js';
import type { HomographyField, SamplingField } from '../src/index.js';
import { reference, referenceBackends, someImage } from './support.js';

function fieldOf(
  affine: readonly number[],
  outputSize: readonly [number, number],
  alignCorners = false,
): HomographyField {
  const matrix = tensor3d([...affine, 0, 0, 1], [1, 3, 3]);
  return { kind: 'homography', matrix, outputSize, alignCorners };
}

/** The share of points inside, of many spread over each footprint: no formula of ours. */
function countedCoverage(
  affine: readonly number[],
  outputSize: readonly [number, number],
  [height, width]: readonly [number, number],
  alignCorners: boolean,
): number[] {
  const fine = 80;
  const [rows, columns] = outputSize;
  const base = oracleHomographyGrid({
    matrix: { shape: [1, 3, 3], data: [1, 0, 0, 0, 1, 0, 0, 0, 1] },
    outputSize,
    alignCorners,
  });
  const [dx, dy] = alignCorners ? [2 / (columns - 1), 2 / (rows - 1)] : [2 / columns, 2 / rows];
  const pixel = (n: number, size: number): number =>
    alignCorners ? ((n + 1) / 2) * (size - 1) : ((n + 1) * size - 1) / 2;
  const [a, b, tx, c, d, ty] = affine as [number, number, number, number, number, number];
  return Array.from({ length: rows * columns }, (_, index) => {
    let inside = 0;
    for (let i = 0; i < fine * fine; i++) {
      const x = base.data[index * 2]! + (((i % fine) + 0.5) / fine - 0.5) * dx;
      const y = base.data[index * 2 + 1]! + ((Math.floor(i / fine) + 0.5) / fine - 0.5) * dy;
      const column = pixel(a * x + b * y + tx, width);
      const row = pixel(c * x + d * y + ty, height);
      if (
        Math.abs(column - (width - 1) / 2) < width / 2 &&
        Math.abs(row - (height - 1) / 2) < height / 2
      )
        inside++;
    }
    return inside / fine ** 2;
  });
}

const spacedSize = [2, 5] as const;
const spacedImage = [4, 7] as const;
/** Upright footprints of several widths, by pixel coordinates, over the edges and inside. */
const spaced = [0.3, 4.1].flatMap((row) =>
  [-1.3, 0.2, 2.1, 5, 7.6].flatMap((column) => [(2 * column + 1) / 7 - 1, (2 * row + 1) / 4 - 1]),
);

/** The share of every footprint inside, by how far two intervals overlap along either axis. */
function overlaps(grid: ArrayLike<number>): number[] {
  const [rows, columns] = spacedSize;
  const at = (row: number, column: number, axis: number): number => {
    const size = spacedImage[1 - axis] as number;
    return ((grid[(row * columns + column) * 2 + axis]! + 1) * size - 1) / 2;
  };
  const share = (centre: number, width: number, size: number): number => {
    const [low, high] = [centre - width / 2, centre + width / 2];
    return Math.max(0, Math.min(high, size - 0.5) - Math.max(low, -0.5)) / width;
  };
  return Array.from({ length: rows * columns }, (_, index) => {
    const [row, column] = [Math.floor(index / columns), index % columns];
    const [left, right] = [Math.max(0, column - 1), Math.min(columns - 1, column + 1)];
    const width = (at(row, right, 0) - at(row, left, 0)) / (right - left);
    const height = at(1, column, 1) - at(0, column, 1);
    return (
      share(at(row, column, 0), width, spacedImage[1]) *
      share(at(row, column, 1), height, spacedImage[0])
    );
  });
}

const gridKinds: readonly [string, () => Tensor, (source: Tensor) => SamplingField][] = [
  [
    'a grid',
    () => tensor4d(spaced, [1, 2, 5, 2]),
    (grid) => ({
      kind: 'grid',
      grid: grid as Tensor4D,
      outputSize: spacedSize,
      alignCorners: false,
    }),
  ],
  [
    'a basis',
    () => tensor3d(spaced, [1, 10, 2]),
    (coefficients) => ({
      kind: 'basis',
      basis: eye(10),
      coefficients: coefficients as Tensor3D,
      outputSize: spacedSize,
      alignCorners: false,
    }),
  ],
];

describeBackends(
  referenceBackends,
  () => {
    describe('coverage', () => {
      it('is the fraction of a footprint inside the image, by hand-computed values', () => {
        tidy(() => {
          // Four output pixels, each two input pixels wide, shifted right by one input pixel.
          const shifted = coverage(fieldOf([1, 0, 0.25, 0, 1, 0], [1, 4]), [1, 8]);
          expectClose(shifted, [[[[1], [1], [1], [0.5]]]]);
          // The whole image in the middle half of one output pixel's width.
          expectClose(coverage(fieldOf([2, 0, 0, 0, 1, 0], [1, 1]), [4, 4]), [[[[0.5]]]]);
          // Enlarged four times and moved by a quarter of an input pixel, one output pixel.
          const edge = coverage(fieldOf([1, 0, 0.125, 0, 1, 0], [1, 16]), [1, 4]);
          expectClose(edge, [[[...Array.from({ length: 15 }, () => [1]), [0]]]], { atol: 1e-5 });
        });
      });

      it.each([
        ['shrunk and shifted', [1.7, 0, 0.33, 0, 1.4, -0.21], 0.02],
        ['rotated', [0.9, -0.35, 0.4, 0.35, 0.9, 0], 0.05],
        ['sheared', [1.1, 0.6, 0, 0, 1, 0], 0.05],
        ['enlarged', [0.4, 0.1, 0.7, -0.1, 0.4, 0], 0.05],
      ] as const)('agrees with counting: %s', (_, affine, atol) => {
        for (const alignCorners of [false, true]) {
          tidy(() => {
            const covered = coverage(fieldOf(affine, [6, 7], alignCorners), [9, 11]);
            const data = countedCoverage(affine, [6, 7], [9, 11], alignCorners);
            expectClose(covered, { shape: [1, 6, 7, 1], data }, { rtol: 0, atol });
            const mean = (values: ArrayLike<number>): number =>
              Array.from(values).reduce((total, value) => total + value, 0) / values.length;
            expect(mean(covered.dataSync())).toBeCloseTo(mean(data), 2);
          });
        }
      });

      it('is exact along the edge for a rotated footprint', () => {
        tidy(() => {
          // A square of one pixel turned by 45° about a point a quarter of a pixel off the edge.
          const s = Math.SQRT1_2;
          const perPixel = 2 / 100;
          const affine = [
            s * perPixel,
            -s * perPixel,
            -1 - perPixel / 4,
            s * perPixel,
            s * perPixel,
            0,
          ];
          const covered = coverage(
            {
              kind: 'homography',
              matrix: tensor3d(
                [...affine.map((v, i) => (i % 3 === 2 ? v : v / 2)), 0, 0, 1],
                [1, 3, 3],
              ),
              outputSize: [1, 1],
              alignCorners: false,
            },
            [100, 100],
          );
          // The corner beyond the edge is a right-angled triangle of height √½ - ¼.
          expectClose(covered, [[[[(s - 0.25) ** 2]]]], { rtol: 1e-3, atol: 1e-4 });
        });
      });

      it('is 0 behind a horizon and at infinity, NaN where a coordinate is', () => {
        tidy(() => {
          const matrix = tensor3d([0.1, 0, 0, 0, 0.1, 0, -2, 0, 1], [1, 3, 3]);
          const behind = coverage(
            { kind: 'homography', matrix, outputSize: [1, 4], alignCorners: false },
            [8, 8],
          );
          expect([...behind.dataSync()]).toEqual([1, 1, 1, 0]);
          const grid = tensor4d([0, 0, NaN, 0, Infinity, 0, 0, -Infinity, 1e30, 0], [1, 1, 5, 2]);
          const odd = coverage(
            { kind: 'grid', grid, outputSize: [1, 5], alignCorners: false },
            [8, 8],
          );
          expect([...odd.dataSync()]).toEqual([1, NaN, 0, 0, 0]);
        });
      });

      it('is 1 or 0 for a constant field', () => {
        tidy(() => {
          const grid = tensor4d([0.99, 0, 1.01, 0], [2, 1, 1, 2]);
          const field = { kind: 'grid', grid, outputSize: [1, 1], alignCorners: false } as const;
          expect([...coverage(field, [8, 8]).dataSync()]).toEqual([1, 0]);
        });
      });

      it('has first and second derivatives w.r.t. θ without NaN', () => {
        tidy(() => {
          const affine = [1.3, 0.2, 0.31, -0.15, 1.25, -0.23];
          const weights = someImage([1, 4, 5, 1], 3);
          const total = (values: ArrayLike<number>): Tensor =>
            sum(mul(coverage(fieldOf(Array.from(values), [4, 5]), [7, 9]), weights));
          const matrix = tensor3d([...affine, 0, 0, 1], [1, 3, 3]);
          const of = (m: Tensor): Tensor =>
            sum(
              mul(coverage({ ...fieldOf(affine, [4, 5]), matrix: m as Tensor3D }, [7, 9]), weights),
            );
          const first = grad(of)(matrix);
          const expected = centralDifferences(
            (values) => total(values).dataSync()[0]!,
            affine,
            2 ** -9,
          );
          expectClose(first.dataSync<'float32'>().slice(0, 6), expected, {
            rtol: 1e-2,
            atol: 1e-2,
          });
          expect(first.dataSync().some((value) => value !== 0)).toBe(true);
          const second = grad((m: Tensor) => sum(mul(grad(of)(m), matrix)))(matrix);
          expect(second.dataSync().every(Number.isFinite)).toBe(true);
        });
      });

      it.each(gridKinds)('of %s is the overlap, and so is its gradient', (_, source, fieldWith) => {
        tidy(() => {
          const of = (x: Tensor): Tensor4D => coverage(fieldWith(x), spacedImage);
          const shares = overlaps(spaced);
          expect(shares.filter((share) => share > 0.01 && share < 0.99).length).toBeGreaterThan(5);
          expectClose(of(source()), { shape: [1, 2, 5, 1], data: shares }, { atol: 1e-5 });
          const weights = someImage([1, 2, 5, 1], 4);
          const byField = grad((x: Tensor) => sum(mul(of(x), weights)))(source());
          const numbers = weights.dataSync();
          const data = centralDifferences(
            (values) => overlaps(values).reduce((total, v, i) => total + v * numbers[i]!, 0),
            spaced,
            1e-6,
          );
          expectClose(byField, { shape: byField.shape, data }, { rtol: 1e-3, atol: 1e-4 });
        });
      });

      it('keeps NaN out of the gradient behind a horizon', () => {
        tidy(() => {
          const matrix = tensor3d([1, 0, 0, 0, 1, 0, -2, 0, 1], [1, 3, 3]);
          const of = (m: Tensor): Tensor4D =>
            coverage(
              {
                kind: 'homography',
                matrix: m as Tensor3D,
                outputSize: [4, 4],
                alignCorners: false,
              },
              [8, 8],
            );
          expect(grad(of)(matrix).dataSync().every(Number.isFinite)).toBe(true);
        });
      });

      it.each([
        [0, [2, 3]],
        [2, [0, 3]],
      ] as const)('of %i fields of size %o is empty, its gradients 0', (batch, outputSize) => {
        tidy(() => {
          const matrix = ones<Rank.R3>([batch, 3, 3]);
          const size = [batch, ...outputSize];
          const cover = (m: Tensor): Tensor => {
            // Gone when the gradient comes.
            const halved = mul<Tensor3D>(m, 0.5);
            const frame = { kind: 'homography', outputSize, alignCorners: false } as const;
            const field = { ...frame, matrix: halved };
            const { perColumn, perRow } = fieldJacobian(field, [4, 5]);
            return concat([coverage(field, [4, 5]), perColumn, perRow, fieldGrid(field)], 3);
          };
          expect(cover(matrix).shape).toEqual([...size, 7]);
          const gradient = grad(cover)(matrix);
          expect(gradient.shape).toEqual([batch, 3, 3]);
          expect(gradient.dataSync().every((value) => value === 0)).toBe(true);
          const twice = grad((m: Tensor) => sum(square(grad(cover)(m))))(matrix);
          expect(twice.dataSync().every((value) => value === 0)).toBe(true);
        });
      });

      it('handles a batch, leaks no tensor, and rejects an empty image', () => {
        const matrix = tensor3d([1, 0, 0, 0, 1, 0, 0, 0, 1, 2, 0, 0, 0, 2, 0, 0, 0, 1], [2, 3, 3]);
        const field: HomographyField = {
          kind: 'homography',
          matrix,
          outputSize: [2, 2],
          alignCorners: false,
        };
        tidy(() => {
          expect([...coverage(field, [4, 4]).dataSync()]).toEqual([
            1, 1, 1, 1, 0.25, 0.25, 0.25, 0.25,
          ]);
        });
        expectNoLeak(() => coverage(field, [4, 4]));
        expect(() => expectNoLeak(() => coverage(field, [0, 4]))).toThrow(OptionError);
        expect(() => coverage(field, [0, 4])).toThrow(
          'coverage: imageSize must be [height, width]',
        );
      });
    });
  },
  reference,
);
