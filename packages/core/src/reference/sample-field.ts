import {
  customGrad,
  expandDims,
  tensor1d,
  zeros,
  zerosLike,
  type Tensor,
  type Tensor4D,
} from '@tensorflow/tfjs-core';

import { fieldBatch } from '../checks/field-batch.js';
import { fieldTensors } from '../contracts/field-tensors.js';
import type { SamplingField } from '../contracts/sampling-field.js';
import type { SamplingAttributes } from '../kernels/names.js';
import { homographyGrid } from './homography-grid.js';
import { keepWhere } from './keep-where.js';
import { materialiseField } from './materialise-field.js';
import { sampleGrid } from './sample-grid.js';

/**
 * The reference implementation of sampling along any field, on every backend, differentiable as
 * often as its ops are. Backends with kernels of their own skip it.
 */
export function sampleFieldReference(
  image: Tensor4D,
  field: SamplingField,
  attributes: SamplingAttributes,
): Tensor4D {
  const outputShape = sampledShape(image, field);
  if (outputShape.includes(0)) return emptyOutput(image, field, outputShape);
  if (field.kind !== 'homography') return sampleGrid(image, materialiseField(field), attributes);

  const { grid, inFront } = homographyGrid(field.matrix, field.outputSize, field.alignCorners);
  const sampled = sampleGrid(image, grid, attributes);
  const { fillValue } = attributes;
  const outside = typeof fillValue === 'number' ? fillValue : tensor1d([...fillValue]);
  return keepWhere(expandDims(inFront, -1), sampled, outside);
}

/** `[batch, outHeight, outWidth, channels]` */
function sampledShape(image: Tensor4D, field: SamplingField): [number, number, number, number] {
  const batch = image.shape[0] === 1 ? fieldBatch(field) : image.shape[0];
  return [batch, ...field.outputSize, image.shape[3]];
}

/** An output without pixels still has gradients, all of them 0. */
function emptyOutput(image: Tensor4D, field: SamplingField, shape: number[]): Tensor4D {
  const empty = customGrad((...inputs) => ({
    value: zeros(shape),
    gradFunc: () => (inputs as Tensor[]).slice(0, -1).map((input) => zerosLike(input)),
  }));
  return empty(image, ...Object.values(fieldTensors(field))) as Tensor4D;
}
