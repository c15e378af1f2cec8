import {
  expandDims,
  tensor,
  tensor3d,
  tensor4d,
  tidy,
  zeros,
  type Tensor,
} from '@tensorflow/tfjs-core';
import { expectClose, expectNoLeak } from '@tfjs-stn/testing';
import { describeBackends } from '@tfjs-stn/testing/vitest';
import { expect, it } from 'vitest';

import * as stn from '../src/index.js';

/** Each with arguments that go with any image. */
const calls: readonly (readonly [string, (image: never) => Tensor])[] = [
  [
    'warpAffine',
    (image) =>
      stn.warpAffine(image, [
        [1, 0, 1],
        [0, 1, 0],
      ]),
  ],
  [
    'warpPerspective',
    (image) =>
      stn.warpPerspective(image, [
        [1, 0, 1],
        [0, 1, 0],
        [0, 0, 1],
      ]),
  ],
  ['rotate', (image) => stn.rotate(image, 30)],
  ['resize', (image) => stn.resize(image, [2, 3])],
  ['cropRotated', (image) => stn.cropRotated(image, { x: 1, y: 1, width: 2, height: 1 })],
  [
    'flattenDocument',
    (image) =>
      stn.flattenDocument(image, [
        [0, 0],
        [1, 0],
        [1, 1],
        [0, 1],
      ]),
  ],
];

describeBackends(['cpu', 'wasm'], () => {
  it.each(calls)('%s keeps the rank of a tensor and takes pixels, without leaks', (_, call) => {
    const data = Uint8Array.from({ length: 2 * 3 * 4 }, (__, index) => 10 * index);
    const colours = Array.from(data).filter((__, index) => index % 4 < 3);
    expectNoLeak(() =>
      tidy(() => {
        const image = tensor3d(
          colours.map((byte) => byte / 255),
          [2, 3, 3],
        );
        const single = call(image as never);
        const batch = call(expandDims<never>(image, 0));
        expect(single.rank).toBe(3);
        expect(batch.shape).toEqual([1, ...single.shape]);
        expectClose(call({ data, width: 3, height: 2 } as never), single);
      }),
    );
  });

  it('takes what toImageData makes', async () => {
    const image = tensor3d([0, 0.2, 0.4, 0.6, 0.8, 1], [1, 2, 3]);
    const pixels = await stn.toImageData(image);
    expectNoLeak(() =>
      tidy(() => {
        expectClose(stn.rotate(pixels, 0), image);
      }),
    );
    image.dispose();
  });

  it('takes a matrix for every image', () => {
    tidy(() => {
      const image = tensor4d([1, 2, 3, 4], [1, 2, 2, 1]);
      const shifts = tensor3d([1, 0, 1, 0, 1, 0, 1, 0, 0, 0, 1, 1], [2, 2, 3]);
      const expected = tensor4d([0, 1, 0, 3, 0, 0, 1, 2], [2, 2, 2, 1]);
      expectClose(stn.warpAffine(image, shifts), expected);
    });
  });

  it('samples otherwise where told', () => {
    tidy(() => {
      const image = tensor4d([1, 2, 3, 4], [1, 2, 2, 1]);
      const shift = [
        [1, 0, 1],
        [0, 1, 0],
      ];
      const nine = stn.warpAffine(image, shift, { fillValue: 9 });
      expectClose(nine, tensor4d([9, 1, 9, 3], [1, 2, 2, 1]));
      const edge = stn.warpAffine(image, shift, { padding: 'border', sampler: stn.nearest() });
      expectClose(edge, tensor4d([1, 1, 3, 3], [1, 2, 2, 1]));
      // resize has no outside, until a fill value gives it one.
      expectClose(
        stn.resize(image, [2, 4]),
        tensor4d([1, 1.25, 1.75, 2, 3, 3.25, 3.75, 4], [1, 2, 4, 1]),
      );
      const filled = stn.resize(image, [2, 4], { fillValue: 9 });
      expectClose(filled, tensor4d([3, 1.25, 1.75, 3.75, 4.5, 3.25, 3.75, 5.25], [1, 2, 4, 1]));
    });
  });
});

describeBackends(['cpu'], () => {
  const message = (call: () => unknown): string => {
    try {
      call();
    } catch (error) {
      return error instanceof stn.StnError
        ? `${error.name}: ${error.message}`
        : `no: ${String(error)}`;
    }
    return 'no error';
  };

  it.each(calls)('%s refuses what is no image', (name, call) => {
    expect(message(() => call(undefined as never))).toMatch(
      `OptionError: ${name}: image must be a tensor or what tf.browser.fromPixels takes, got undefined. `,
    );
    const short = { data: new Uint8Array(5), width: 3, height: 2 };
    expect(message(() => call(short as never))).toMatch(
      `OptionError: ${name}: image must be a tensor or what tf.browser.fromPixels takes, got an object. OptionError: fromImage: pixels must be { data, width, height } with four bytes for every pixel, got 5 bytes for 3 × 2`,
    );
    const [flat, whole] = [zeros([2, 2]), tensor([1, 2, 3, 4], [2, 2, 1], 'int32')];
    expectNoLeak(() => {
      expect(message(() => call(flat as never))).toBe(
        `ShapeError: ${name}: image must be [batch, height, width, channels] or [height, width, channels], got [2, 2]`,
      );
      expect(message(() => call(whole as never))).toMatch(
        `DTypeError: ${name}: image must be float32, got int32.`,
      );
    });
    flat.dispose();
    whole.dispose();
  });

  const image = (): never => zeros([2, 2, 1]) as never;
  const unit = [
    [1, 0, 0],
    [0, 1, 0],
  ];
  it.each<readonly [string, () => unknown]>([
    [
      "OptionError: warpAffine: options can be sampler, padding, fillValue, outputSize, inverse, got 'outputsize'. Did you mean 'outputSize'?",
      () => stn.warpAffine(image(), unit, { outputsize: [2, 2] } as never),
    ],
    [
      'OptionError: warpAffine: outputSize must be [height, width] in whole pixels, got [2, 0.5]',
      () => stn.warpAffine(image(), unit, { outputSize: [2, 0.5] }),
    ],
    [
      'OptionError: warpAffine: outputSize must have at least one pixel, got [2, 0]',
      () => stn.warpAffine(image(), unit, { outputSize: [2, 0] }),
    ],
    [
      "OptionError: warpAffine: inverse must be a boolean, got 'no'",
      () => stn.warpAffine(image(), unit, { inverse: 'no' as never }),
    ],
    [
      "OptionError: warpAffine: padding must be one of zeros, border, reflection, wrap, got 'edge'",
      () => stn.warpAffine(image(), unit, { padding: 'edge' as never }),
    ],
    [
      'OptionError: warpAffine: matrix must be 2 rows of 3 finite numbers or a tensor, got [1, 0, NaN, 0, 1, 0]',
      () =>
        stn.warpAffine(image(), [
          [1, 0, NaN],
          [0, 1, 0],
        ]),
    ],
    [
      'OptionError: warpPerspective: matrix must be 3 rows of 3 finite numbers or a tensor, got [an array, an array]',
      () => stn.warpPerspective(image(), unit),
    ],
    [
      'ShapeError: warpPerspective: matrix must be [3, 3] or [batch, 3, 3], got [2, 2]',
      () => stn.warpPerspective(image(), zeros([2, 2]) as never),
    ],
    [
      'OptionError: warpAffine: matrix must be invertible, got [1, 2, 0, 2, 4, 0]. With { inverse: true } it maps output to input',
      () =>
        stn.warpAffine(image(), [
          [1, 2, 0],
          [2, 4, 0],
        ]),
    ],
    ['OptionError: rotate: degrees must be finite, got NaN', () => stn.rotate(image(), NaN)],
    [
      'OptionError: rotate: expand must be a boolean, got 1',
      () => stn.rotate(image(), 1, { expand: 1 as never }),
    ],
    [
      'OptionError: resize: outputSize must be [height, width] in whole pixels, got 8',
      () => stn.resize(image(), 8 as never),
    ],
    [
      'OptionError: cropRotated: rectangle must have finite x, y and degrees and a width and height over 0, got [1, 1, 0, 2, 0]',
      () => stn.cropRotated(image(), { x: 1, y: 1, width: 0, height: 2 }),
    ],
    [
      "OptionError: cropRotated: rectangle can be x, y, width, height, degrees, got 'angle'. Leave it out",
      () => stn.cropRotated(image(), { x: 1, y: 1, width: 1, height: 2, angle: 3 } as never),
    ],
    [
      'OptionError: flattenDocument: corners must be four points [x, y] of finite numbers, got [0, 0, 1, 0, 1, 1]',
      () =>
        stn.flattenDocument(image(), [
          [0, 0],
          [1, 0],
          [1, 1],
        ]),
    ],
    [
      // One inside of the triangle of the others.
      'OptionError: flattenDocument: corners must be those of a convex quadrilateral, got [0, 0, 9, 0, 0, 9, 2, 2]',
      () =>
        stn.flattenDocument(image(), [
          [0, 0],
          [9, 0],
          [0, 9],
          [2, 2],
        ]),
    ],
    [
      // On one line.
      'OptionError: flattenDocument: corners must be those of a convex quadrilateral, got [0, 0, 1, 1, 2, 2, 3, 3]',
      () =>
        stn.flattenDocument(image(), [
          [0, 0],
          [1, 1],
          [2, 2],
          [3, 3],
        ]),
    ],
  ])('says %s', (expected, call) => {
    expectNoLeak(() =>
      tidy(() => {
        expect(message(call)).toBe(expected);
      }),
    );
  });
});
