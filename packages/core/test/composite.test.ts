import {
  cast,
  grad,
  slice,
  tensor3d,
  tidy,
  zeros,
  type Rank,
  type Tensor,
  type Tensor4D,
} from '@tensorflow/tfjs-core';
import { expectClose, expectNoLeak, oracleHomographyWarp } from '@tfjs-stn/testing';
import { describeBackends } from '@tfjs-stn/testing/vitest';
import { describe, expect, it } from 'vitest';

import { bilinear } from '@tfjs-stn/sampler-bilinear';
import { DTypeError, OptionError, ShapeError } from '../src/errors.js';
import { fieldGrid } from '../src/fields.js';
import { defineSampler, gridSample, warp, type CompositeSampler } from '../src/index.js';
import { accelerated, referenceBackends, someImage } from './support.js';

/** Bilinear once more, by way of a grid: a composite that knows nothing of horizons. */
const viaGrid = defineSampler('viaGrid', () => ({
  sample: (image, field, { padding, fillValue }) =>
    gridSample(image, fieldGrid(field), {
      sampler: bilinear(),
      padding,
      alignCorners: field.alignCorners,
      ...(padding === 'zeros' && { fillValue }),
    }),
}));

const returning = (result: (image: Tensor4D) => unknown): CompositeSampler =>
  defineSampler('odd', () => ({ sample: (image) => result(image) as Tensor4D }))();

const matrix = [1, 0, 0, 0, 1, 0, -2, 0, 1, 0.9, 0.1, 0, 0, 1.2, 0.1, 0.3, 0, 1];

describeBackends(
  referenceBackends,
  () => {
    describe('composite samplers', () => {
      it.each(['zeros', 'border', 'reflection', 'wrap'] as const)(
        'read fill behind a horizon, whatever they make of it: %s',
        (padding) => {
          tidy(() => {
            const image = someImage([2, 4, 5, 2]);
            const field = {
              kind: 'homography',
              matrix: tensor3d(matrix, [2, 3, 3]),
              outputSize: [3, 4],
              alignCorners: false,
            } as const;
            const fill = padding === 'zeros' ? { fillValue: [3, -2] } : {};
            const warped = warp(image, field, { sampler: viaGrid(), padding, ...fill });
            const expected = oracleHomographyWarp({
              image: { shape: image.shape, data: image.dataSync<'float32'>() },
              matrix: { shape: [2, 3, 3], data: matrix },
              outputSize: [3, 4],
              padding,
              ...fill,
            });
            expectClose(warped, expected, { rtol: 1e-5, atol: 1e-5 });
            const m = field.matrix;
            const byMatrix = grad((x: Tensor) =>
              warp(image, { ...field, matrix: x as typeof m }, { sampler: viaGrid(), padding }),
            )(m);
            expect(byMatrix.dataSync().every(Number.isFinite)).toBe(true);
          });
        },
      );

      it('need not handle outputs without pixels', () => {
        tidy(() => {
          const refuses = returning(() => {
            throw new Error('called');
          });
          const image = someImage([2, 4, 5, 2]);
          const grid = zeros<Rank.R4>([2, 0, 3, 2]);
          expect(gridSample(image, grid, { sampler: refuses }).shape).toEqual([2, 0, 3, 2]);
          const byImage = grad((x: Tensor) =>
            gridSample(x as Tensor4D, grid, { sampler: refuses }),
          )(image);
          expect(byImage.dataSync().every((value) => value === 0)).toBe(true);
        });
      });

      it.each([
        [
          'another shape',
          (image: Tensor4D) => slice(image, 0, 1),
          ShapeError,
          "gridSample: sampler 'odd' must return [2, 3, 4, 1], got [1, 3, 4, 1]",
        ],
        [
          'another type',
          (image: Tensor4D) => cast(image, 'int32'),
          DTypeError,
          "gridSample: what sampler 'odd' returns must be float32, got int32",
        ],
        [
          'no tensor',
          () => 3,
          OptionError,
          "gridSample: sampler 'odd' must return a tensor, got number",
        ],
        [
          'nothing',
          () => undefined,
          OptionError,
          "sampler 'odd' must return a tensor, got undefined",
        ],
      ] as const)('are rejected by name when they return %s', (_, result, errorClass, message) => {
        const image = someImage([2, 3, 4, 1]);
        const grid = zeros<Rank.R4>([2, 3, 4, 2]);
        const attempt = (): unknown => gridSample(image, grid, { sampler: returning(result) });
        expect(attempt).toThrow(errorClass);
        expect(attempt).toThrow(message);
        expect(() => expectNoLeak(() => attempt() as Tensor)).toThrow(errorClass);
      });
    });
  },
  accelerated,
);
