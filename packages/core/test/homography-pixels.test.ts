import {
  grad,
  tensor3d,
  tensor4d,
  tidy,
  zeros,
  type Rank,
  type Tensor,
} from '@tensorflow/tfjs-core';
import { bilinear } from '@tfjs-stn/sampler-bilinear';
import { expectClose, expectGradient, expectNoLeak } from '@tfjs-stn/testing';
import { loadGoldens } from '@tfjs-stn/testing/goldens';
import { describeBackends } from '@tfjs-stn/testing/vitest';
import { describe, expect, it } from 'vitest';

import { OptionError, ShapeError } from '../src/errors.js';
import {
  normalisedMatrix,
  pixelMatrix,
  type PixelConvention,
  type PixelMatrixOptions,
} from '../src/homography/index.js';
import { warp } from '../src/index.js';
import { accelerated, referenceBackends } from './support.js';
import { inverse, mapped, matrixTensor, product, someMatrices } from './homography-matrices.js';

interface Dense {
  readonly shape: readonly [number, number, number, number];
  readonly data: Float32Array;
}

/** A case of OpenCV's `warpAffine` or `warpPerspective`. */
interface OpencvGolden {
  readonly name: string;
  readonly convention: PixelConvention;
  /** Whether OpenCV, which rounds coordinates to 1/32 pixel, could bring every one there exactly. */
  readonly exact: boolean;
  readonly matrix: Dense;
  readonly image: Dense;
  /** Expected. */
  readonly output: Dense;
}

const goldens = loadGoldens<OpencvGolden>('opencv-warp');

const sizes = { inputSize: [6, 10], outputSize: [9, 5] } as const;
const conventions: readonly PixelConvention[] = ['opencv', 'opencv-inverse-map', 'canvas'];

/** From normalised coordinates to pixels; whole numbers are their centres, or their corners. */
function frame([height, width]: readonly [number, number], alignCorners: boolean, corner: number) {
  const scale = (size: number): number => (alignCorners ? size - 1 : size) / 2;
  const offset = (size: number): number => size / 2 - (corner === 0 ? 0.5 : 0);
  return [scale(width), 0, offset(width), 0, scale(height), offset(height), 0, 0, 1];
}

/** D(in) · M · D(out)⁻¹ of docs/conventions.md, or its inverse, in float64. */
function expectedPixels(
  matrix: readonly number[],
  convention: PixelConvention,
  alignCorners: boolean,
): number[] {
  const corner = convention === 'canvas' ? 1 : 0;
  const input = frame(sizes.inputSize, alignCorners, corner);
  const output = frame(sizes.outputSize, alignCorners, corner);
  const backward = product(product(input, matrix), inverse(output));
  return convention === 'opencv-inverse-map' ? backward : inverse(backward);
}

function declareTests(): void {
  it.each(goldens)('warps like OpenCV: $name', (golden) => {
    expectNoLeak(() =>
      tidy(() => {
        const image = tensor4d(golden.image.data, [...golden.image.shape]);
        const [, height, width] = golden.image.shape;
        const outputSize = [golden.output.shape[1], golden.output.shape[2]] as const;
        const matrix = tensor3d(golden.matrix.data, [1, 3, 3]);
        for (const alignCorners of [false, true]) {
          const normalised = normalisedMatrix(matrix, {
            convention: golden.convention,
            inputSize: [height, width],
            outputSize,
            alignCorners,
          });
          const output = warp(
            image,
            { kind: 'homography', matrix: normalised, outputSize, alignCorners },
            { sampler: bilinear(), padding: 'border' },
          );
          // The plane rises by 1/8 and 1/16 per pixel: rounding to 1/32 moves it by half of that.
          const atol = golden.exact ? 1e-5 : 0.5 * (1 / 8 + 1 / 16) * (1 / 32) + 1e-5;
          expectClose(output, golden.output, { rtol: 0, atol });
        }
      }),
    );
  });

  it.each(conventions.flatMap((convention) => [false, true].map((b) => [convention, b] as const)))(
    '%s with alignCorners %s is D(in) · M · D(out)⁻¹, there and back',
    (convention, alignCorners) => {
      tidy(() => {
        const matrices = someMatrices(3, 2, 0.2);
        const options: PixelMatrixOptions = { convention, alignCorners, ...sizes };
        const pixels = pixelMatrix(matrixTensor(matrices), options);
        const expected = matrices.flatMap((m) => expectedPixels(m, convention, alignCorners));
        expectClose(pixels, { shape: [3, 3, 3], data: expected }, { rtol: 1e-5, atol: 1e-5 });
        const back = normalisedMatrix(pixels, options);
        expectClose(back, { shape: [3, 3, 3], data: matrices.flat() }, { rtol: 1e-5, atol: 2e-6 });
      });
    },
  );

  it('a canvas scaled by 2 shows the whole image with twice the pixels', () => {
    tidy(() => {
      const twice = tensor3d([2, 0, 0, 0, 2, 0, 0, 0, 1], [1, 3, 3]);
      const options = {
        convention: 'canvas',
        inputSize: [6, 10],
        outputSize: [12, 20],
      } as const;
      const identity = [1, 0, 0, 0, 1, 0, 0, 0, 1];
      expectClose(normalisedMatrix(twice, options), { shape: [1, 3, 3], data: identity });
      // OpenCV scales about the centre of the first pixel, a quarter of an input pixel further in.
      const byOpencv = normalisedMatrix(twice, { ...options, convention: 'opencv' });
      const shifted = [1, 0, 0.5 / 10, 0, 1, 0.5 / 6, 0, 0, 1];
      expectClose(byOpencv, { shape: [1, 3, 3], data: shifted });
    });
  });

  it('moves content to the right and down by a positive shift, on a canvas and in OpenCV', () => {
    tidy(() => {
      const shift = tensor3d([1, 0, 2, 0, 1, 1, 0, 0, 1], [1, 3, 3]);
      for (const convention of ['canvas', 'opencv'] as const) {
        const size = { inputSize: [4, 8], outputSize: [4, 8] } as const;
        const normalised = [...normalisedMatrix(shift, { convention, ...size }).dataSync()];
        // 2 of 8 pixels are half a half width: the output's centre looks to the upper left.
        expectClose(mapped(normalised, [0, 0]), [-0.5, -0.5, 1]);
      }
    });
  });

  it('keeps affine matrices affine', () => {
    tidy(() => {
      const matrix = tensor3d([0.9, 0.2, 0.1, -0.3, 1.1, 0.4, 0, 0, 1], [1, 3, 3]);
      for (const convention of conventions) {
        const last = pixelMatrix(matrix, { convention, ...sizes })
          .dataSync()
          .slice(6);
        expect([...last].map(Math.abs)).toEqual([0, 0, 1]);
      }
    });
  });

  it('has gradients', () => {
    tidy(() => {
      const [point = []] = someMatrices(1, 9, 0.2);
      const options: PixelMatrixOptions = { convention: 'opencv', ...sizes };
      const gradient = grad((m: Tensor) => pixelMatrix(m as never, options))(matrixTensor([point]));
      expectGradient({
        evaluate: (at) =>
          expectedPixels([...at], 'opencv', false).reduce((total, entry) => total + entry, 0),
        point,
        gradient: gradient.dataSync(),
        rtol: 1e-4,
        atol: 1e-3,
      });
    });
  });

  const good: PixelMatrixOptions = { convention: 'canvas', ...sizes };
  const refused: readonly (readonly [string, object, RegExp])[] = [
    ['no convention', sizes, /convention must be one of opencv, .*, canvas, got undefined/],
    ['an unknown one', { ...good, convention: 'css' }, /convention must be one of .*, got 'css'/],
    ['an unknown option', { ...good, centre: 0 }, /options can be convention, .*, got 'centre'/],
    [
      'a truthy alignCorners',
      { ...good, alignCorners: 1 },
      /alignCorners must be a boolean, got 1/,
    ],
    [
      'an empty image',
      { ...good, inputSize: [0, 3] },
      /inputSize must be \[height, width\] of at least 1 whole pixels, got \[0, 3\]/,
    ],
    [
      'an axis without a length',
      { ...good, alignCorners: true, outputSize: [1, 3] },
      /outputSize must be \[height, width\] of at least 2 whole pixels, got \[1, 3\]/,
    ],
    [
      'no size',
      { convention: 'canvas', inputSize: [2, 2] },
      /outputSize must be .*, got undefined/,
    ],
  ];
  it.each(refused)('refuses %s', (_what, options, message) => {
    const matrix = matrixTensor(someMatrices(1));
    for (const convert of [pixelMatrix, normalisedMatrix]) {
      const attempt = (): unknown =>
        expectNoLeak(() => convert(matrix, options as PixelMatrixOptions));
      expect(attempt).toThrow(OptionError);
      expect(attempt).toThrow(message);
      expect(attempt).toThrow(new RegExp(`^${convert.name}: `));
    }
    expect(() => pixelMatrix(zeros<Rank.R3>([1, 2, 3]), good)).toThrow(ShapeError);
    expect(() => pixelMatrix(matrix, undefined as never)).toThrow('convention must be');
    matrix.dispose();
  });
}

describe('matrices in pixels', () => {
  describeBackends(referenceBackends, declareTests, accelerated);
});
