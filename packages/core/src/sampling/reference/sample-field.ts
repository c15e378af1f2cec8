import { expandDims, tensor1d, type Tensor4D } from '@tensorflow/tfjs-core';

import { emptyTensor } from '../../autodiff/empty-tensor.js';
import { keepWhere } from '../../autodiff/keep-where.js';
import { fieldBatch, fieldTensors, type SamplingField } from '../../contracts/sampling-field.js';
import { homographyGrid } from '../../fields/homography-grid.js';
import { materialiseField } from '../../fields/materialise-field.js';
import type { SamplingAttributes } from '../sampling-kernels.js';
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
  if (sampledShape(image, field).includes(0)) return emptyOutput(image, field);
  if (field.kind !== 'homography') return sampleGrid(image, materialiseField(field), attributes);

  const { grid, inFront } = homographyGrid(field.matrix, field.outputSize, field.alignCorners);
  const sampled = sampleGrid(image, grid, attributes);
  const { fillValue } = attributes;
  const outside = typeof fillValue === 'number' ? fillValue : tensor1d([...fillValue]);
  return keepWhere(expandDims(inFront, -1), sampled, outside);
}

/** The shape of an image sampled along a field: `[batch, outHeight, outWidth, channels]`. */
export function sampledShape(
  image: Tensor4D,
  field: SamplingField,
): [batch: number, height: number, width: number, channels: number] {
  const batch = image.shape[0] === 1 ? fieldBatch(field) : image.shape[0];
  return [batch, ...field.outputSize, image.shape[3]];
}

/** An output without pixels. */
export function emptyOutput(image: Tensor4D, field: SamplingField): Tensor4D {
  return emptyTensor(sampledShape(image, field), [image, ...Object.values(fieldTensors(field))]);
}
