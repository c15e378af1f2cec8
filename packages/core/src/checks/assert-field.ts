import type { Tensor } from '@tensorflow/tfjs-core';

import type { SamplingField } from '../contracts/sampling-field.js';
import { OptionError, ShapeError } from '../errors.js';
import { assertAlignCorners } from './assert-align-corners.js';
import { assertOutputSize } from './assert-output-size.js';
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
