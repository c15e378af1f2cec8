import { expandDims, tensor1d, type Tensor4D } from '@tensorflow/tfjs-core';

import type { SamplingField } from '../contracts/sampling-field.js';
import type { SamplingAttributes } from '../kernels/names.js';
import { emptyOutput, sampledShape } from './empty-output.js';
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
  if (sampledShape(image, field).includes(0)) return emptyOutput(image, field);
  if (field.kind !== 'homography') return sampleGrid(image, materialiseField(field), attributes);

  const { grid, inFront } = homographyGrid(field.matrix, field.outputSize, field.alignCorners);
  const sampled = sampleGrid(image, grid, attributes);
  const { fillValue } = attributes;
  const outside = typeof fillValue === 'number' ? fillValue : tensor1d([...fillValue]);
  return keepWhere(expandDims(inFront, -1), sampled, outside);
}
