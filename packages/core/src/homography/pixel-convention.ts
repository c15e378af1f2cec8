import { matMul, reshape, tensor2d, type Tensor3D } from '@tensorflow/tfjs-core';

import { assertAlignCorners } from '../checks/assert-field.js';
import { assertKnownOptions } from '../checks/assert-known-options.js';
import { describeValue } from '../checks/describe-value.js';
import type { OutputSize } from '../contracts/sampling-field.js';
import { OptionError } from '../errors.js';

/**
 * The pixel coordinates and the direction of a pixel matrix.
 *
 * - `opencv`: `warpAffine` and `warpPerspective` as they are. Input to output, whole numbers are
 *   pixel centres.
 * - `opencv-inverse-map`: the same with `WARP_INVERSE_MAP`. Output to input.
 * - `canvas`: `setTransform` of a canvas before `drawImage(image, 0, 0)`, and CSS matrices about
 *   the origin 0 0. Input to output, whole numbers are pixel corners.
 */
export type PixelConvention = 'opencv' | 'opencv-inverse-map' | 'canvas';

const conventions: readonly PixelConvention[] = ['opencv', 'opencv-inverse-map', 'canvas'];

/** The two images that a matrix relates, and its convention. */
export interface PixelMatrixOptions {
  readonly convention: PixelConvention;
  /** `[height, width]` of the input image, in pixels. */
  readonly inputSize: OutputSize;
  /** `[height, width]` of the output image, in pixels. */
  readonly outputSize: OutputSize;
  /** Default `false`: -1 and 1 are the outer edges of the corner pixels. */
  readonly alignCorners?: boolean;
}

const names: readonly (keyof PixelMatrixOptions)[] = [
  'convention',
  'inputSize',
  'outputSize',
  'alignCorners',
];

/** The evaluated options. */
interface PixelFrames {
  /** Of the input image. */
  readonly input: Frame;
  /** Of the output image. */
  readonly output: Frame;
  /** Whether the pixel matrix maps input to output, unlike normalised ones. */
  readonly forward: boolean;
}

/** Passes options that are complete and known, and works out the pixel frames. */
export function pixelFrames(operation: string, options: PixelMatrixOptions): PixelFrames {
  assertKnownOptions(operation, options, names);
  const given: Partial<PixelMatrixOptions> = options ?? {};
  const { convention, inputSize, outputSize, alignCorners = false } = given;
  assertAlignCorners(operation, alignCorners);
  if (convention === undefined || !conventions.includes(convention)) {
    throw new OptionError(
      operation,
      `convention must be one of ${conventions.join(', ')}, got ${describeValue(convention)}`,
    );
  }
  const corner = convention === 'canvas' ? 0 : -0.5;
  const frame = (name: string, size: unknown): Frame => {
    const [height, width] = imageSize(operation, name, size, alignCorners);
    return { x: axis(width, alignCorners, corner), y: axis(height, alignCorners, corner) };
  };
  return {
    input: frame('inputSize', inputSize),
    output: frame('outputSize', outputSize),
    forward: convention !== 'opencv-inverse-map',
  };
}

function axis(size: number, alignCorners: boolean, corner: number): Axis {
  return { scale: (alignCorners ? size - 1 : size) / 2, offset: size / 2 + corner };
}

function imageSize(
  operation: string,
  name: string,
  size: unknown,
  alignCorners: boolean,
): OutputSize {
  // With alignCorners all coordinates of a single pixel are one, and there is no way back.
  const least = alignCorners ? 2 : 1;
  const isSide = (side: unknown): side is number => Number.isInteger(side) && Number(side) >= least;
  if (Array.isArray(size) && size.length === 2) {
    const [height, width] = size as readonly unknown[];
    if (isSide(height) && isSide(width)) return [height, width];
  }
  throw new OptionError(
    operation,
    `${name} must be [height, width] of at least ${least} whole pixels, got ${describeValue(size)}`,
  );
}

/** Along one axis: normalised coordinates to others, `scale · normalised + offset`. */
interface Axis {
  readonly scale: number;
  readonly offset: number;
}

/** Both axes of an image. */
interface Frame {
  readonly x: Axis;
  readonly y: Axis;
}

/** Back to normalised coordinates. */
export function inverseFrame({ x, y }: Frame): Frame {
  return { x: inverseAxis(x), y: inverseAxis(y) };
}

/**
 * `left · matrix · right` as one product of the entries `[batch, 9]`, whose factors are multiplied
 * in float64.
 */
export function changeFrames(left: Frame, matrix: Tensor3D, right: Frame): Tensor3D {
  const batch = matrix.shape[0];
  const [before, after] = [rowsOf(left), rowsOf(right)];
  // Entry (k, l) goes into entry (i, j) of the product with the factor before[i, k] · after[l, j].
  const factors = [0, 1, 2].flatMap((k) =>
    after.flatMap((afterRow) =>
      before.flatMap((beforeRow) => afterRow.map((factor) => (beforeRow[k] ?? 0) * factor)),
    ),
  );
  return reshape(matMul(reshape(matrix, [batch, 9]), tensor2d(factors, [9, 9])), [batch, 3, 3]);
}

function inverseAxis({ scale, offset }: Axis): Axis {
  return { scale: 1 / scale, offset: -offset / scale };
}

function rowsOf({ x, y }: Frame): readonly (readonly number[])[] {
  return [
    [x.scale, 0, x.offset],
    [0, y.scale, y.offset],
    [0, 0, 1],
  ];
}
