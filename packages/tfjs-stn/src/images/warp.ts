import {
  concat,
  reshape,
  Tensor,
  tensor3d,
  tile,
  type Tensor2D,
  type Tensor3D,
} from '@tensorflow/tfjs-core';
import type { OutputSize } from '@tfjs-stn/core';
import { assertKnownOptions, describeValue } from '@tfjs-stn/core/~internal';
import { OptionError, ShapeError } from '@tfjs-stn/core/errors';

import type { ImageSource, WarpedImage } from './image-source.js';
import { assertPixels, samplingNames, warpPixels, type SamplingChoice } from './warp-pixels.js';

/**
 * A pixel matrix: rows of numbers, a tensor `[rows, 3]`, or one for every image, `[batch, rows, 3]`.
 * Affine ones have two rows, perspective ones three.
 */
export type Matrix = readonly (readonly number[])[] | Tensor2D | Tensor3D;

/** The size of the output, the direction of the matrix, and how the image is sampled. */
export interface PixelWarpOptions extends SamplingChoice {
  /** `[height, width]` of the output, in pixels. Default: the input's. OpenCV has them reversed. */
  readonly outputSize?: OutputSize;
  /** The matrix maps output to input, as with OpenCV's `WARP_INVERSE_MAP`. Default `false`. */
  readonly inverse?: boolean;
}

/**
 * Warps an image by an affine pixel matrix, as OpenCV's `warpAffine`.
 *
 * Convention: the matrix `[[a, b, tx], [c, d, ty]]` maps input pixels `(x, y)` to output pixels
 * `(a x + b y + tx, c x + d y + ty)`, x right, y down; whole numbers are pixel centres.
 *
 * @param image float32 tensor `[batch, height, width, channels]` or `[height, width, channels]`, or
 *   what `tf.browser.fromPixels` takes
 * @param matrix 2 × 3
 * @returns the warped image, of the same rank; differentiable in image and matrix, twice
 * @throws OptionError, ShapeError, DTypeError, DisposedError
 */
export function warpAffine<Image extends ImageSource>(
  image: Image,
  matrix: Matrix,
  options: PixelWarpOptions = {},
): WarpedImage<Image> {
  return warpBy('warpAffine', image, matrix, 2, options);
}

/**
 * Warps an image by a perspective pixel matrix, as OpenCV's `warpPerspective`.
 *
 * Convention: the matrix maps input pixels `(x, y, 1)` to homogeneous output pixels, x right, y down;
 * whole numbers are pixel centres. Unlike in OpenCV, points behind the horizon are outside.
 *
 * @param image float32 tensor `[batch, height, width, channels]` or `[height, width, channels]`, or
 *   what `tf.browser.fromPixels` takes
 * @param matrix 3 × 3
 * @returns the warped image, of the same rank; differentiable in image and matrix, twice
 * @throws OptionError, ShapeError, DTypeError, DisposedError
 */
export function warpPerspective<Image extends ImageSource>(
  image: Image,
  matrix: Matrix,
  options: PixelWarpOptions = {},
): WarpedImage<Image> {
  return warpBy('warpPerspective', image, matrix, 3, options);
}

function warpBy<Image extends ImageSource>(
  operation: string,
  image: Image,
  matrix: Matrix,
  rows: 2 | 3,
  options: PixelWarpOptions,
): WarpedImage<Image> {
  assertKnownOptions(operation, options, [...samplingNames, 'outputSize', 'inverse']);
  const { outputSize, inverse = false } = options;
  if (typeof inverse !== 'boolean') {
    throw new OptionError(operation, `inverse must be a boolean, got ${describeValue(inverse)}`);
  }
  return warpPixels(operation, image, options, (inputSize) => ({
    matrix: square(readMatrix(operation, matrix, rows, inverse)),
    convention: inverse ? 'opencv-inverse-map' : 'opencv',
    outputSize: outputSize === undefined ? inputSize : assertPixels(operation, outputSize),
  }));
}

/** `[batch, rows, 3]` */
function readMatrix(operation: string, matrix: Matrix, rows: 2 | 3, inverse: boolean): Tensor3D {
  if (!(matrix instanceof Tensor)) return fromRows(operation, matrix, rows, inverse);
  const fits = (matrix.rank === 2 || matrix.rank === 3) && matrix.shape.at(-2) === rows;
  if (!fits || matrix.shape.at(-1) !== 3) {
    throw new ShapeError(
      operation,
      `matrix must be [${rows}, 3] or [batch, ${rows}, 3]`,
      matrix.shape,
    );
  }
  return reshape(matrix, [-1, rows, 3]);
}

function fromRows(operation: string, matrix: unknown, rows: 2 | 3, inverse: boolean): Tensor3D {
  const entries: readonly unknown[] = Array.isArray(matrix) ? matrix.flat() : [];
  const isMatrix =
    Array.isArray(matrix) &&
    matrix.length === rows &&
    matrix.every((row) => Array.isArray(row) && row.length === 3);
  if (!isMatrix || !entries.every(Number.isFinite)) {
    throw new OptionError(
      operation,
      `matrix must be ${rows} rows of 3 finite numbers or a tensor, got ${describeValue(isMatrix ? entries : matrix)}`,
    );
  }
  const numbers = entries as readonly number[];
  if (!inverse && determinant(numbers) === 0) {
    throw new OptionError(
      operation,
      `matrix must be invertible, got ${describeValue(numbers)}. With { inverse: true } it maps output to input`,
    );
  }
  return tensor3d([...numbers], [1, rows, 3]);
}

/** Of two or three rows of three. */
function determinant([
  a = 0,
  b = 0,
  c = 0,
  d = 0,
  e = 0,
  f = 0,
  g = 0,
  h = 0,
  i = 1,
]: readonly number[]): number {
  return a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g);
}

/** `[batch, 3, 3]`: an affine matrix gets the row 0 0 1. */
function square(matrix: Tensor3D): Tensor3D {
  const [batch, rows] = matrix.shape;
  if (rows === 3) return matrix;
  return concat<Tensor3D>([matrix, tile(tensor3d([0, 0, 1], [1, 1, 3]), [batch, 1, 1])], 1);
}
