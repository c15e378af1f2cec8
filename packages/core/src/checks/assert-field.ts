import type { Tensor } from '@tensorflow/tfjs-core';

import type { SamplingField } from '../contracts/sampling-field.js';
import { OptionError, ShapeError } from '../errors.js';
import { assertAlignCorners } from './assert-align-corners.js';
import { assertOutputSize } from './assert-output-size.js';
import { assertTensor } from './assert-tensor.js';
import { describeValue } from './describe-value.js';

/** Passes sampling fields whose tensors have the shapes that their kind promises. */
export function assertField(operation: string, field: SamplingField): void {
  const kind: unknown = (field as SamplingField | undefined)?.kind;
  if (field?.kind === 'grid') assertOutputSize(operation, field.outputSize);
  switch (field?.kind) {
    case 'homography':
      assertShape(operation, 'matrix', field.matrix, [null, 3, 3]);
      break;
    case 'basis': {
      const [height, width] = assertOutputSize(operation, field.outputSize);
      assertShape(operation, 'basis', field.basis, [height * width, null]);
      const terms = field.basis.shape[1];
      assertShape(operation, 'coefficients', field.coefficients, [null, terms, 2]);
      break;
    }
    case 'grid':
      assertShape(operation, 'grid', field.grid, [null, ...field.outputSize, 2]);
      break;
    default:
      field satisfies never;
      throw new OptionError(
        operation,
        `field.kind must be 'homography', 'basis' or 'grid', got ${describeValue(kind)}. Make fields with transform.field(theta, outputSize, alignCorners)`,
      );
  }
  assertOutputSize(operation, field.outputSize);
  assertAlignCorners(operation, field.alignCorners);
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
