import { tensor3d, tensor4d, tidy, zeros, type Rank } from '@tensorflow/tfjs-core';
import { bilinear } from '@tfjs-stn/sampler-bilinear';
import { expectClose, expectNoLeak } from '@tfjs-stn/testing';
import { describeBackends } from '@tfjs-stn/testing/vitest';
import { expect, it } from 'vitest';

import { OptionError, ShapeError } from '../src/errors.js';
import { fieldGrid } from '../src/fields.js';
import { homographyField, warp } from '../src/index.js';
import { accelerated } from './support.js';

describeBackends(
  ['cpu', 'wasm'],
  () => {
    it.each([
      // Pixel centres at -2/3, 0, 2/3 and ±1/2, or at -1, 0, 1 and ±1; x' = x / 2, y' = y + 1/4.
      [false, [-1 / 3, 0, 1 / 3], [-1 / 4, 3 / 4]],
      [true, [-1 / 2, 0, 1 / 2], [-3 / 4, 5 / 4]],
    ] as const)('has the grid of its matrix, with alignCorners %s', (alignCorners, xs, ys) => {
      expectNoLeak(() =>
        tidy(() => {
          const matrix = tensor3d([0.5, 0, 0, 0, 1, 0.25, 0, 0, 1], [1, 3, 3]);
          const field = homographyField(matrix, [2, 3], { alignCorners });
          const expected = ys.flatMap((y) => xs.flatMap((x) => [x, y]));
          expectClose(fieldGrid(field), tensor4d(expected, [1, 2, 3, 2]));
        }),
      );
    });

    it('warps, without alignCorners unless told otherwise', () => {
      expectNoLeak(() =>
        tidy(() => {
          // A quarter turn: output (x, y) looks at (-y, x).
          const matrix = tensor3d([0, -1, 0, 1, 0, 0, 0, 0, 1], [1, 3, 3]);
          const image = tensor4d([1, 2, 3, 4], [1, 2, 2, 1]);
          const field = homographyField(matrix, [2, 2]);
          expect(field.alignCorners).toBe(false);
          // The same tensor, so that gradients flow to it.
          expect(field.matrix).toBe(matrix);
          const turned = warp(image, field, { sampler: bilinear() });
          expectClose(turned, tensor4d([2, 4, 1, 3], [1, 2, 2, 1]));
        }),
      );
    });
  },
  accelerated,
);

describeBackends(['cpu'], () => {
  it('refuses what is no matrix, no size or no option, and leaks nothing', () => {
    const matrix = zeros<Rank.R3>([1, 3, 3]);
    expectNoLeak(() => {
      const single = zeros<Rank.R3>([3, 3] as never);
      expect(() => homographyField(single, [2, 2])).toThrow(ShapeError);
      single.dispose();
    });
    const calls: readonly (readonly [call: () => unknown, message: string])[] = [
      [
        () => homographyField(matrix, [2, 0.5]),
        'homographyField: outputSize must be [height, width] in whole pixels, got [2, 0.5]',
      ],
      [
        () => homographyField(matrix, undefined as never),
        'homographyField: outputSize must be [height, width] in whole pixels, got undefined',
      ],
      [
        () => homographyField(matrix, { outputSize: [2, 2], alignCorners: true } as never),
        'homographyField: outputSize must be [height, width], got options. Write homographyField(matrix, outputSize, { alignCorners })',
      ],
      [
        () => homographyField(matrix, [2, 2], true as never),
        'homographyField: options must be an object, got true',
      ],
      [
        () => homographyField(matrix, [2, 2], { align: true } as never),
        "homographyField: options can be alignCorners, got 'align'",
      ],
      [
        () => homographyField(matrix, [2, 2], { alignCorners: 1 as never }),
        'homographyField: alignCorners must be a boolean, got 1',
      ],
    ];
    for (const [call, message] of calls) {
      expect(call).toThrow(OptionError);
      expect(call).toThrow(message);
    }
    matrix.dispose();
  });
});
