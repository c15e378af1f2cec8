import type { Tensor3D, Tensor4D } from '@tensorflow/tfjs-core';

import type { OutputSize, SamplingField } from '../contracts/sampling-field.js';
import type { FieldOptions } from '../contracts/transform.js';
import { OptionError } from '../errors.js';
import { assertKnownOptions } from './assert-known-options.js';
import { assertShape } from './assert-tensor.js';
import { describeValue } from './describe-value.js';

/**
 * Passes sampling fields whose tensors have the shapes of their kind, and returns a copy: the
 * gradient is computed long after the forward pass and must not see later changes.
 */
export function assertField(operation: string, field: SamplingField): SamplingField {
  const kind: unknown = (field as SamplingField | undefined)?.kind;
  switch (field?.kind) {
    case 'homography': {
      const { matrix } = field;
      assertMatrix(operation, 'matrix', matrix);
      return { kind: 'homography', matrix, ...readFrame(operation, field) };
    }
    case 'basis': {
      const { basis, coefficients } = field;
      const frame = readFrame(operation, field);
      const [height, width] = frame.outputSize;
      assertShape(operation, 'basis', basis, [height * width, 'terms']);
      assertShape(operation, 'coefficients', coefficients, ['batch', basis.shape[1], 2]);
      return { kind: 'basis', basis, coefficients, ...frame };
    }
    case 'grid': {
      const { grid } = field;
      const frame = readFrame(operation, field);
      assertShape(operation, 'grid', grid, ['batch', ...frame.outputSize, 2]);
      return { kind: 'grid', grid, ...frame };
    }
    default:
      field satisfies never;
      throw new OptionError(
        operation,
        `field.kind must be 'homography', 'basis' or 'grid', got ${describeValue(kind)}. Make fields with transform.field(theta, { outputSize, alignCorners })`,
      );
  }
}

function readFrame(
  operation: string,
  field: SamplingField,
): Pick<SamplingField, 'outputSize' | 'alignCorners'> {
  const outputSize = assertOutputSize(operation, field.outputSize);
  const { alignCorners } = field;
  assertAlignCorners(operation, alignCorners);
  return { outputSize, alignCorners };
}

/**
 * Passes the options of a field, and returns a complete, frozen copy.
 *
 * @param call how the call begins, for the hint that a size in place of options gets
 * @param others names of further options, which the caller checks
 */
export function assertFieldOptions(
  operation: string,
  options: FieldOptions,
  call: string,
  others: readonly string[] = [],
): Required<FieldOptions> {
  if (Array.isArray(options)) {
    const size = describeValue(options);
    throw new OptionError(
      operation,
      `options must be an object, got ${size}. Write ${call}, { outputSize: ${size} })`,
    );
  }
  assertKnownOptions(operation, options, ['outputSize', 'alignCorners', ...others]);
  const { outputSize, alignCorners = false }: Partial<FieldOptions> = options ?? {};
  assertAlignCorners(operation, alignCorners);
  return Object.freeze({ outputSize: assertOutputSize(operation, outputSize), alignCorners });
}

/** Passes booleans; other truthy values are refused. */
export function assertAlignCorners(
  operation: string,
  alignCorners: unknown,
): asserts alignCorners is boolean {
  if (typeof alignCorners === 'boolean') return;
  throw new OptionError(
    operation,
    `alignCorners must be a boolean, got ${describeValue(alignCorners)}`,
  );
}

/** Passes pairs for every output pixel: `[batch, outHeight, outWidth, 2]`. */
export function assertGrid(
  operation: string,
  what: string,
  grid: unknown,
): asserts grid is Tensor4D {
  assertShape<Tensor4D>(operation, what, grid, ['batch', 'outHeight', 'outWidth', 2]);
}

/** Passes batches of 3 × 3 matrices. */
export function assertMatrix(
  operation: string,
  what: string,
  matrix: unknown,
): asserts matrix is Tensor3D {
  assertShape<Tensor3D>(operation, what, matrix, ['batch', 3, 3]);
}

/** Passes `[height, width]` of an image with pixels. */
export function assertImageSize(operation: string, imageSize: unknown): OutputSize {
  if (Array.isArray(imageSize) && imageSize.length === 2) {
    const [height, width] = imageSize as readonly unknown[];
    if (isPixelCount(height, 1) && isPixelCount(width, 1)) return [height, width];
  }
  throw new OptionError(
    operation,
    `imageSize must be [height, width] in whole pixels, at least 1, got ${describeValue(imageSize)}`,
  );
}

/** The most pixels along one side: beyond, float32 coordinates do not tell neighbours apart. */
const longestSide = 2 ** 24;

/** Passes `[height, width]` in whole pixels, each at most 2^24, and returns a frozen copy. */
export function assertOutputSize(operation: string, outputSize: unknown): OutputSize {
  if (Array.isArray(outputSize) && outputSize.length === 2) {
    const [height, width] = outputSize as readonly unknown[];
    if (isPixelCount(height, 0) && isPixelCount(width, 0)) {
      if (Math.max(height, width) <= longestSide) return Object.freeze([height, width] as const);
      throw new OptionError(
        operation,
        `outputSize must be at most ${longestSide} pixels along each side, got ${describeValue(outputSize)}`,
      );
    }
  }
  throw new OptionError(
    operation,
    `outputSize must be [height, width] in whole pixels, got ${describeValue(outputSize)}`,
  );
}

function isPixelCount(value: unknown, least: number): value is number {
  return Number.isSafeInteger(value) && (value as number) >= least;
}
