import {
  grad,
  sum,
  tensor2d,
  tensor4d,
  tidy,
  type Tensor2D,
  type Tensor4D,
} from '@tensorflow/tfjs-core';
import { expectClose, expectNoLeak } from '@tfjs-stn/testing';
import { loadGoldens } from '@tfjs-stn/testing/goldens';
import { describeBackends } from '@tfjs-stn/testing/vitest';
import { expect, it } from 'vitest';

import * as stn from '../src/index.js';

interface Dense {
  readonly shape: readonly [number, number, number, number];
  readonly data: Float32Array;
}

type Form = (image: Tensor4D, settings: never) => Tensor4D;

/** Every short form, called with the arguments of its goldens. */
const forms: Readonly<Record<string, Form>> = {
  warpAffine: (image, { matrix, ...options }: { matrix: number[][] }) =>
    stn.warpAffine(image, matrix, options),
  warpPerspective: (image, { matrix, ...options }: { matrix: number[][] }) =>
    stn.warpPerspective(image, matrix, options),
  rotate: (image, { degrees, ...options }: { degrees: number }) =>
    stn.rotate(image, degrees, { ...options, ...inside(image) }),
  resize: (image, { outputSize }: { outputSize: [number, number] }) =>
    stn.resize(image, outputSize),
  cropRotated: (image, rectangle: stn.RotatedRectangle) =>
    stn.cropRotated(image, rectangle, inside(image)),
  flattenDocument: (image, { corners }: { corners: [number, number][] }) =>
    stn.flattenDocument(
      image,
      [2, 0, 3, 1].map((index) => corners[index]!),
    ),
};

/** A plane, of 40 rows, goes on outside. */
function inside(image: Tensor4D): stn.SamplingChoice {
  return image.shape[1] === 40 ? { padding: 'border' } : {};
}

const shortForms = loadGoldens<{
  readonly name: string;
  readonly form: string;
  /** Whether OpenCV, which rounds coordinates to 1/32 pixel, could bring every one there exactly. */
  readonly exact: boolean;
  readonly arguments: never;
  readonly image: Dense;
  readonly output: Dense;
}>('opencv-short-forms');

const warps = loadGoldens<{
  readonly name: string;
  readonly convention: string;
  readonly exact: boolean;
  readonly matrix: Dense;
  readonly image: Dense;
  readonly output: Dense;
}>('opencv-warp');

/** The slope of the planes is 1/8 along x and 1/16 along y. */
const toleranceOf = (exact: boolean): { atol: number } => ({
  atol: exact ? 1e-5 : (1 / 8 + 1 / 16) / 32,
});

describeBackends(['cpu', 'wasm'], () => {
  it.each(shortForms)('does as OpenCV: $name', (golden) => {
    expectNoLeak(() =>
      tidy(() => {
        const image = tensor4d(golden.image.data, [...golden.image.shape]);
        const warped = forms[golden.form]!(image, golden.arguments);
        expectClose(warped, tensor4d(golden.output.data, [...golden.output.shape]), {
          rtol: 0,
          ...toleranceOf(golden.exact),
        });
      }),
    );
  });

  it.each(warps)('warps as OpenCV: $name', (golden) => {
    expectNoLeak(() =>
      tidy(() => {
        const image = tensor4d(golden.image.data, [...golden.image.shape]);
        const numbers = [...golden.matrix.data];
        const rows = [0, 3, 6].map((start) => numbers.slice(start, start + 3));
        const options = {
          outputSize: [golden.output.shape[1], golden.output.shape[2]],
          inverse: golden.convention === 'opencv-inverse-map',
          padding: 'border',
        } as const;
        const warped = golden.exact
          ? stn.warpAffine(image, rows.slice(0, 2), options)
          : stn.warpPerspective(image, rows, options);
        expectClose(warped, tensor4d(golden.output.data, [...golden.output.shape]), {
          rtol: 0,
          ...toleranceOf(golden.exact),
        });
      }),
    );
  });
});

describeBackends(['cpu'], () => {
  it('has goldens of every short form', () => {
    expect(new Set(shortForms.map(({ form }) => form))).toEqual(new Set(Object.keys(forms)));
  });

  it('rotates by quarter turns to the bit, on an image that is not square', () => {
    tidy(() => {
      const image = tensor4d([1, 2, 3, 4, 5, 6], [1, 2, 3, 1]);
      const turned = stn.rotate(image, -90, { expand: true });
      expectClose(turned, tensor4d([4, 1, 5, 2, 6, 3], [1, 3, 2, 1]), { rtol: 0, atol: 0 });
      const full = stn.rotate(image, 360);
      expectClose(full, image, { rtol: 0, atol: 0 });
    });
  });

  it('makes the output of an expanded rotation hold all of the image', () => {
    tidy(() => {
      const image = tensor4d(new Float32Array(8 * 6).fill(1), [1, 8, 6, 1]);
      // |cos 30°| = √3/2, |sin 30°| = 1/2: 8 · 0.866 + 6 · 0.5 = 9.93, and 6 · 0.866 + 8 · 0.5 = 9.2.
      const turned = stn.rotate(image, 30, { expand: true });
      expect(turned.shape).toEqual([1, 10, 10, 1]);
      // Interpolation keeps the sum but for what the corners of the border lose.
      expect(Math.abs(sum(turned).dataSync()[0]! / 48 - 1)).toBeLessThan(0.02);
    });
  });

  it('shrinks by area with an antialiased sampler', () => {
    tidy(() => {
      const image = tensor4d([1, 3, 5, 7, 2, 4, 6, 8], [1, 2, 4, 1]);
      const sampler = stn.antialiased({ base: stn.bilinear() });
      expectClose(stn.resize(image, [1, 2], { sampler }), tensor4d([2.5, 6.5], [1, 1, 2, 1]));
    });
  });

  it('keeps a document that is upright, whatever the order of its corners', () => {
    tidy(() => {
      const image = tensor4d(
        Array.from({ length: 30 }, (_, index) => (index * 7) % 11),
        [1, 5, 6, 1],
      );
      const corners = [
        [1, 1],
        [4, 1],
        [4, 3],
        [1, 3],
      ] as const;
      const expected = stn.warpAffine(
        image,
        [
          [1, 0, -1],
          [0, 1, -1],
        ],
        { outputSize: [3, 4] },
      );
      for (const order of permutations([0, 1, 2, 3])) {
        const flat = stn.flattenDocument(
          image,
          order.map((index) => corners[index]!),
        );
        expectClose(flat, expected, { rtol: 0, atol: 1e-5 });
      }
    });
  });

  it('has gradients w.r.t. the image and a matrix that is a tensor', () => {
    tidy(() => {
      const image = tensor4d([1, 2, 3, 4], [1, 2, 2, 1]);
      const shifted = grad((x) =>
        stn.warpAffine(x as Tensor4D, [
          [1, 0, 1],
          [0, 1, 0],
        ]),
      )(image);
      expectClose(shifted, tensor4d([1, 0, 1, 0], [1, 2, 2, 1]));
      const matrix = tensor2d([1, 0, 0.25, 0, 1, 0], [2, 3]);
      const slope = grad((m) => stn.warpAffine(image, m as Tensor2D, { padding: 'border' }))(
        matrix,
      );
      // Content that moves to the right by d changes the right column alone, by -d each.
      expect(slope.shape).toEqual([2, 3]);
      expect([...slope.dataSync()][2]).toBeCloseTo(-2, 5);
    });
  });
});

function permutations(items: readonly number[]): number[][] {
  if (items.length < 2) return [[...items]];
  return items.flatMap((item) =>
    permutations(items.filter((other) => other !== item)).map((rest) => [item, ...rest]),
  );
}
