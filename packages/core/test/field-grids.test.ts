import {
  grad,
  greater,
  sqrt,
  sum,
  tensor2d,
  tensor3d,
  tensor4d,
  tidy,
  zeros,
  type Rank,
  type Tensor,
  type Tensor3D,
  type Tensor4D,
} from '@tensorflow/tfjs-core';
import {
  centralDifferences,
  expectClose,
  expectNoLeak,
  oracleBasisGrid,
  oracleGridSample,
  oracleHomographyGrid,
} from '@tfjs-stn/testing';
import { describeBackends } from '@tfjs-stn/testing/vitest';
import { describe, expect, it } from 'vitest';

import { bilinear } from '@tfjs-stn/sampler-bilinear';
import { OptionError, ShapeError } from '../src/errors.js';
import {
  fieldGrid,
  fieldJacobian,
  keepWhere,
  normalisedGridFromDisplacement,
  normalisedGridFromPixelDisplacement,
  normalisedGridFromPixels,
  pixelGridFromNormalised,
} from '../src/fields.js';
import { gridSample, type SamplingField } from '../src/index.js';
import { reference, referenceBackends, someImage } from './support.js';

const tilted = [1.2, 0.3, 0.1, -0.4, 0.9, 0.2, 0.3, -0.2, 1.1];

function homography(values: readonly number[], outputSize: [number, number], alignCorners = false) {
  const matrix = tensor3d([...values], [values.length / 9, 3, 3]);
  return { kind: 'homography', matrix, outputSize, alignCorners } as const;
}

function gridOf(grid: Tensor4D, alignCorners = false): SamplingField {
  const [, height, width] = grid.shape;
  return { kind: 'grid', grid, outputSize: [height, width], alignCorners };
}

describeBackends(
  referenceBackends,
  () => {
    describe('fieldGrid', () => {
      it('writes out every kind of field', () => {
        tidy(() => {
          const field = homography(tilted, [3, 4]);
          const matrix = { shape: [1, 3, 3], data: tilted };
          expectClose(fieldGrid(field), oracleHomographyGrid({ matrix, outputSize: [3, 4] }));
          const basis = { shape: [6, 2], data: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] };
          const coefficients = { shape: [2, 2, 2], data: [1, -1, 0.5, 2, 0, 1, -2, 0.25] };
          const written = fieldGrid({
            kind: 'basis',
            basis: tensor2d(basis.data, [6, 2]),
            coefficients: tensor3d(coefficients.data, [2, 2, 2]),
            outputSize: [2, 3],
            alignCorners: true,
          });
          expectClose(written, oracleBasisGrid({ basis, coefficients, outputSize: [2, 3] }));
        });
      });

      it('returns a new tensor, also for a grid field', () => {
        const grid = tensor4d([0, 0.5], [1, 1, 1, 2]);
        const written = fieldGrid(gridOf(grid));
        written.dispose();
        expect([...grid.dataSync()]).toEqual([0, 0.5]);
        expectNoLeak(() => fieldGrid(gridOf(grid)));
        expect(() => fieldGrid({ kind: 'grid' } as never)).toThrow(/^fieldGrid: /);
      });
    });

    describe('converters', () => {
      const pixels = [-0.5, -0.5, 0, 0, 3, 2, 1.25, 1.75];

      it('take pixels to normalised coordinates by hand-computed values, and back', () => {
        tidy(() => {
          const grid = tensor4d(pixels, [1, 2, 2, 2]);
          const edges = normalisedGridFromPixels(grid, [3, 4]);
          expectClose(edges, {
            shape: [1, 2, 2, 2],
            data: [-1, -1, -0.75, -2 / 3, 0.75, 2 / 3, -0.125, 0.5],
          });
          expectClose(pixelGridFromNormalised(edges, [3, 4]), grid);
          const corners = normalisedGridFromPixels(grid, [3, 4], { alignCorners: true });
          expectClose(corners, {
            shape: [1, 2, 2, 2],
            data: [-4 / 3, -1.5, -1, -1, 1, 1, -1 / 6, 0.75],
          });
          expectClose(pixelGridFromNormalised(corners, [3, 4], { alignCorners: true }), grid);
        });
      });

      it('give 0 on an axis of one pixel with alignCorners', () => {
        tidy(() => {
          const grid = tensor4d([0, 0, 5, 2], [1, 1, 2, 2]);
          const written = normalisedGridFromPixels(grid, [1, 1], { alignCorners: true });
          expect([...written.dataSync()]).toEqual([0, 0, 0, 0]);
        });
      });

      it.each([false, true])('read whole pixels exactly, alignCorners %s', (alignCorners) => {
        tidy(() => {
          const image = someImage([1, 3, 4, 2]);
          const grid = tensor4d([0, 0, 3, 2, 1, 2, 2, 0], [1, 2, 2, 2]);
          const normalised = normalisedGridFromPixels(grid, [3, 4], { alignCorners });
          const read = gridSample(image, normalised, { sampler: bilinear(), alignCorners });
          const rows = image.arraySync()[0]!;
          expectClose(read, [
            [
              [rows[0]![0]!, rows[2]![3]!],
              [rows[2]![1]!, rows[0]![2]!],
            ],
          ]);
        });
      });

      it.each([false, true])('displace in normalised units, alignCorners %s', (alignCorners) => {
        tidy(() => {
          const none = normalisedGridFromDisplacement(zeros<Rank.R4>([2, 3, 4, 2]), {
            alignCorners,
          });
          const identity = {
            shape: [2, 3, 3],
            data: [1, 0, 0, 0, 1, 0, 0, 0, 1].concat([1, 0, 0, 0, 1, 0, 0, 0, 1]),
          };
          expectClose(
            none,
            oracleHomographyGrid({ matrix: identity, outputSize: [3, 4], alignCorners }),
          );
          const right = tensor4d([0.5, -0.25], [1, 1, 1, 2]);
          expect([...normalisedGridFromDisplacement(right).dataSync()]).toEqual([0.5, -0.25]);
        });
      });

      it.each([false, true])('displace by whole pixels, alignCorners %s', (alignCorners) => {
        tidy(() => {
          const image = someImage([1, 3, 4, 1]);
          const displacement = tensor4d(
            Array.from({ length: 12 }, () => [1, -1]).flat(),
            [1, 3, 4, 2],
          );
          const grid = normalisedGridFromPixelDisplacement(displacement, [3, 4], { alignCorners });
          const moved = gridSample(image, grid, { sampler: bilinear(), alignCorners });
          const at = (row: number, column: number): number =>
            image.arraySync()[0]![row]?.[column]?.[0] ?? 0;
          const expected = [0, 1, 2].map((row) =>
            [0, 1, 2, 3].map((column) => [at(row - 1, column + 1)]),
          );
          expectClose(moved, [expected], { atol: 1e-5 });
        });
      });

      it('reject invalid grids, sizes and options', () => {
        const grid = zeros<Rank.R4>([1, 2, 2, 2]);
        expect(() => normalisedGridFromPixels(zeros<Rank.R4>([1, 2, 2, 3]), [2, 2])).toThrow(
          ShapeError,
        );
        expect(() => normalisedGridFromPixels(grid, [2, 0])).toThrow(
          'normalisedGridFromPixels: imageSize must be [height, width] in whole pixels, at least 1, got [2, 0]',
        );
        expect(() => pixelGridFromNormalised(grid, [2] as never)).toThrow(OptionError);
        expect(() => normalisedGridFromDisplacement(grid, { align: true } as never)).toThrow(
          "normalisedGridFromDisplacement: options can be alignCorners, got 'align'",
        );
        expect(() =>
          normalisedGridFromPixelDisplacement(grid, [2, 2], { alignCorners: 1 as never }),
        ).toThrow('alignCorners must be a boolean');
        expect(() => expectNoLeak(() => normalisedGridFromPixels(grid, [0, 1]))).toThrow(
          OptionError,
        );
        expectNoLeak(() => [
          normalisedGridFromPixels(grid, [3, 4]),
          pixelGridFromNormalised(grid, [3, 4]),
          normalisedGridFromDisplacement(grid),
          normalisedGridFromPixelDisplacement(grid, [3, 4]),
        ]);
        const units = grad((x: Tensor) => sum(normalisedGridFromPixels(x as Tensor4D, [4, 8])))(
          grid,
        );
        expect(Array.from(units.dataSync().slice(0, 2))).toEqual([0.25, 0.5]);
      });
    });

    describe('fieldJacobian', () => {
      it.each([false, true])(
        'is the derivative of a homography, alignCorners %s',
        (alignCorners) => {
          tidy(() => {
            const outputSize = [3, 5] as const;
            const { perColumn, perRow } = fieldJacobian(
              homography(tilted, [3, 5], alignCorners),
              [7, 9],
            );
            const units = alignCorners ? [8 / 2, 6 / 2] : [9 / 2, 7 / 2];
            const point = (x: number, y: number, axis: 0 | 1): number => {
              const row = (r: number): number =>
                tilted[r * 3]! * x + tilted[r * 3 + 1]! * y + tilted[r * 3 + 2]!;
              return (row(axis) / row(2)) * units[axis]!;
            };
            const base = oracleHomographyGrid({
              matrix: { shape: [1, 3, 3], data: [1, 0, 0, 0, 1, 0, 0, 0, 1] },
              outputSize,
              alignCorners,
            });
            const steps = alignCorners ? [2 / 4, 2 / 2] : [2 / 5, 2 / 3];
            const slopes = (along: 0 | 1): Float64Array =>
              base.data.map((_, index) => {
                const axis = (index % 2) as 0 | 1;
                const [x, y] = [base.data[index - axis]!, base.data[index - axis + 1]!];
                const [slope] = centralDifferences(
                  ([at]) => (along === 0 ? point(at!, y, axis) : point(x, at!, axis)),
                  [along === 0 ? x : y],
                );
                return slope! * steps[along]!;
              });
            expectClose(
              perColumn,
              { shape: base.shape, data: slopes(0) },
              { rtol: 1e-5, atol: 1e-5 },
            );
            expectClose(perRow, { shape: base.shape, data: slopes(1) }, { rtol: 1e-5, atol: 1e-5 });
          });
        },
      );

      it('is the difference of a grid, one-sided at the ends', () => {
        tidy(() => {
          const grid = tensor4d([0, 0, 0.5, 0.1, 0.7, 0.4, -1, 0, 0, 0, 1, 0], [1, 2, 3, 2]);
          const { perColumn, perRow } = fieldJacobian(gridOf(grid), [2, 4]);
          expectClose(perColumn, [
            [
              [
                [1, 0.1],
                [0.7, 0.2],
                [0.4, 0.3],
              ],
              [
                [2, 0],
                [2, 0],
                [2, 0],
              ],
            ],
          ]);
          expectClose(perRow, [
            [
              [
                [-2, 0],
                [-1, -0.1],
                [0.6, -0.4],
              ],
              [
                [-2, 0],
                [-1, -0.1],
                [0.6, -0.4],
              ],
            ],
          ]);
        });
      });

      it('is 0 behind a horizon, next to non-finite coordinates, and along one pixel', () => {
        tidy(() => {
          const behind = fieldJacobian(homography([1, 0, 0, 0, 1, 0, 2, 0, 0], [1, 4]), [4, 4]);
          expect([...behind.perColumn.dataSync()].slice(0, 4)).toEqual([0, 0, 0, 0]);
          expect(behind.perColumn.dataSync().every(Number.isFinite)).toBe(true);
          const grid = tensor4d([0, 0, NaN, 0, 0.5, Infinity, 1, 0.5], [1, 1, 4, 2]);
          const { perColumn, perRow } = fieldJacobian(gridOf(grid), [2, 2]);
          expect([...perColumn.dataSync()]).toEqual([0, 0, 0, 0, 0.25, 0, 0.5, 0]);
          expect([...perRow.dataSync()]).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
        });
      });

      it('leaks no tensor and has a gradient', () => {
        const field = homography(tilted, [2, 2]);
        expectNoLeak(() => {
          const { perColumn, perRow } = fieldJacobian(field, [3, 3]);
          return [perColumn, perRow];
        });
        const wide = grad((m: Tensor) =>
          sum(fieldJacobian({ ...field, matrix: m as Tensor3D }, [3, 3]).perColumn),
        )(tensor3d([1, 0, 0, 0, 1, 0, 0, 0, 1], [1, 3, 3]));
        // ∂(4 pixels · 3/2 · 2/2 · a11); the perspective entries move it as well.
        expect(wide.dataSync()[0]).toBeCloseTo(6, 5);
      });
    });

    it('keepWhere has a gradient of 0 where its mask is false, and the mask may depend on x', () => {
      tidy(() => {
        const x = tensor2d([[-1, 0, 4]]);
        const roots = (v: Tensor): Tensor => sqrt(keepWhere(greater(v, 0), v, 1));
        expect([...roots(x).dataSync()]).toEqual([1, 1, 2]);
        expect([...grad(roots)(x).dataSync()]).toEqual([0, 0, 0.25]);
        const twice = grad((v: Tensor) => grad(roots)(v))(x);
        expectClose(twice, [[0, 0, -1 / 32]]);
      });
    });

    it('sampling at a converted grid agrees with the oracle', () => {
      tidy(() => {
        const image = someImage([1, 5, 6, 1], 7);
        const pixels = tensor4d([0.25, 3.5, 4.75, 1.125, -0.5, 2, 5.5, 4.25], [1, 2, 2, 2]);
        const data = [...pixels.dataSync()].map((p, index) => (2 * p + 1) / [6, 5][index % 2]! - 1);
        const read = gridSample(image, normalisedGridFromPixels(pixels, [5, 6]), {
          sampler: bilinear(),
        });
        const dense = { shape: image.shape, data: image.dataSync<'float32'>() };
        expectClose(read, oracleGridSample({ image: dense, grid: { shape: [1, 2, 2, 2], data } }), {
          atol: 1e-5,
        });
      });
    });
  },
  reference,
);
