import type { NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core';
import { DTypeError, OptionError, ShapeError } from '@tfjs-stn/core/errors';

import { outputShape, type KernelField, type SamplingProblem } from './sampling-problem.js';

/**
 * Checks that a problem's sizes match its tensors. Kernels trust sizes; with wrong ones they would read
 * and write out of bounds.
 *
 * @throws ShapeError, DTypeError, OptionError
 */
export function assertProblem(problem: SamplingProblem, inputs: NamedTensorInfoMap): void {
  const { name, imageShape, field, attributes } = problem;
  for (const [what, tensor] of Object.entries(inputs)) {
    if (tensor && tensor.dtype !== 'float32') throw new DTypeError(name, what, tensor.dtype);
  }
  const channels = imageShape[3] as number;
  if (imageShape.length !== 4 || !imageShape.every(isCount) || imageShape.indexOf(0, 1) !== -1) {
    throw new ShapeError(name, 'image must be [batch, height, width, channels]', imageShape);
  }
  assertAttributes(name, attributes, channels);
  assertFieldShapes(name, field, attributes.outputSize);
  const [ofImage, ofField] = [imageShape[0], field.source.shape[0]];
  if (ofImage !== ofField && ofImage !== 1 && ofField !== 1) {
    const rule = `image and field must have the same batch, or one of them 1; the field has ${ofField}`;
    throw new ShapeError(name, rule, imageShape);
  }
  if (inputs['dy']) assertShape(name, 'dy', inputs['dy'], outputShape(problem));
}

function assertAttributes(
  name: string,
  { outputSize, fillValue }: SamplingProblem['attributes'],
  channels: number,
): void {
  if (outputSize.length !== 2 || !outputSize.every(isCount)) {
    const rule = 'outputSize must be [height, width] in whole pixels';
    throw new OptionError(name, `${rule}, got [${outputSize.join(', ')}]`);
  }
  if (typeof fillValue !== 'number' && fillValue.length !== channels) {
    const rule = `fillValue must have one number per channel, ${channels}`;
    throw new OptionError(name, `${rule}, got ${fillValue.length}`);
  }
}

function assertFieldShapes(
  name: string,
  { kind, source, basis }: KernelField,
  [height, width]: readonly [number, number],
): void {
  switch (kind) {
    case 'homography':
      return assertShape(name, 'matrix', source, [undefined, 3, 3]);
    case 'grid':
      return assertShape(name, 'grid', source, [undefined, height, width, 2]);
    case 'basis':
      assertShape(name, 'basis', basis as TensorInfo, [height * width, undefined]);
      return assertShape(name, 'coefficients', source, [undefined, basis?.shape[1], 2]);
    default:
      kind satisfies never;
  }
}

/** @param expected undefined where any length will do */
function assertShape(
  name: string,
  what: string,
  { shape }: TensorInfo,
  expected: readonly (number | undefined)[],
): void {
  const fits = (length: number | undefined, axis: number): boolean =>
    length === undefined || length === shape[axis];
  if (shape.length === expected.length && expected.every(fits)) return;
  const rule = `${what} must be [${expected.map((length) => length ?? '*').join(', ')}]`;
  throw new ShapeError(name, rule, shape);
}

function isCount(length: number): boolean {
  return Number.isSafeInteger(length) && length >= 0;
}
