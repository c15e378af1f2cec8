import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core';

import type { OutputSize, SamplingField } from '../contracts/sampling-field.js';
import { OptionError, ShapeError } from '../errors.js';
import { assertTensor } from './assert-tensor.js';
import { describeValue } from './describe-value.js';

/**
 * Passes sampling fields whose tensors have the shapes that their kind promises, and returns a copy:
 * a gradient is computed long after its forward pass, and must not see later changes.
 */
export function assertField(operation: string, field: SamplingField): SamplingField {
  const kind: unknown = (field as SamplingField | undefined)?.kind;
  switch (field?.kind) {
    case 'homography': {
      const { matrix } = field;
      assertShape(operation, 'matrix', matrix, [null, 3, 3]);
      return { kind: 'homography', matrix, ...readFrame(operation, field) };
    }
    case 'basis': {
      const { basis, coefficients } = field;
      const frame = readFrame(operation, field);
      const [height, width] = frame.outputSize;
      assertShape(operation, 'basis', basis, [height * width, null]);
      assertShape(operation, 'coefficients', coefficients, [null, basis.shape[1], 2]);
      return { kind: 'basis', basis, coefficients, ...frame };
    }
    case 'grid': {
      const { grid } = field;
      const frame = readFrame(operation, field);
      assertShape(operation, 'grid', grid, [null, ...frame.outputSize, 2]);
      return { kind: 'grid', grid, ...frame };
    }
    default:
      field satisfies never;
      throw new OptionError(
        operation,
        `field.kind must be 'homography', 'basis' or 'grid', got ${describeValue(kind)}. Make fields with transform.field(theta, outputSize, alignCorners)`,
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

function assertShape(
  operation: string,
  what: string,
  tensor: Tensor,
  expected: readonly (number | null)[],
): void {
  assertTensor(operation, what, tensor);
  const fits =
    tensor.rank === expected.length &&
    expected.every((size, axis) => size === null || size === tensor.shape[axis]);
  if (!fits) {
    const shape = expected.map((size) => size ?? '*').join(', ');
    throw new ShapeError(operation, `${what} must be [${shape}]`, tensor.shape);
  }
}

/** Passes what says whether -1 and 1 are the corner pixels' centres, which truthy values do not. */
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
  assertTensor(operation, what, grid);
  if (grid.rank === 4 && grid.shape[3] === 2) return;
  throw new ShapeError(operation, `${what} must be [batch, outHeight, outWidth, 2]`, grid.shape);
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

/** Passes `[height, width]` in whole pixels, and returns a copy that nobody can change. */
export function assertOutputSize(operation: string, outputSize: unknown): OutputSize {
  if (Array.isArray(outputSize) && outputSize.length === 2) {
    const [height, width] = outputSize as readonly unknown[];
    if (isPixelCount(height, 0) && isPixelCount(width, 0))
      return Object.freeze([height, width] as const);
  }
  throw new OptionError(
    operation,
    `outputSize must be [height, width] in whole pixels, got ${describeValue(outputSize)}`,
  );
}

function isPixelCount(value: unknown, least: number): value is number {
  return Number.isSafeInteger(value) && (value as number) >= least;
}
