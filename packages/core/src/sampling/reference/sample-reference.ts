import { expandDims, tensor1d, zeros, type Tensor, type Tensor4D } from '@tensorflow/tfjs-core';

import { keepWhere } from '../../autodiff/keep-where.js';
import { vectorJacobian } from '../../autodiff/vector-jacobian.js';
import { emptyTensor } from '../../autodiff/with-gradient.js';
import type { FillValue } from '../../contracts/sampler.js';
import {
  fieldBatch,
  fieldTensors,
  withFieldTensors,
  type SamplingField,
} from '../../contracts/sampling-field.js';
import { homographyGrid } from '../../fields/homography-grid.js';
import { materialiseField } from '../../fields/materialise-field.js';
import type { SamplingProblem } from '../sampling-kernels.js';
import { sampleGrid, spreadGrid } from './sample-grid.js';

/**
 * The reference implementation of sampling along any field, on every backend, differentiable as
 * often as its ops are. Backends with kernels skip it.
 */
export function sampleReference(problem: SamplingProblem, image: Tensor4D): Tensor4D {
  const { field, fillValue } = problem;
  if (sampledShape(image, field).includes(0)) return emptyOutput(image, field);
  if (field.kind !== 'homography') return sampleGrid(problem, image, materialiseField(field));

  const { grid, inFront } = homographyGrid(field.matrix, field.outputSize, field.alignCorners);
  return fillBehindHorizon(sampleGrid(problem, image, grid), inFront, fillValue);
}

/** The gradient of `sampleReference` w.r.t. an image of the given shape. */
export function gradImageReference(
  problem: SamplingProblem,
  dy: Tensor4D,
  imageShape: readonly [number, number, number, number],
): Tensor4D {
  const { field } = problem;
  if (dy.size === 0) {
    const anyImage = zeros<Tensor4D['rankType']>([...imageShape]);
    return vectorJacobian((image) => sampleReference(problem, image), anyImage, dy);
  }
  const shape: Tensor4D['shape'] = [...imageShape];
  if (field.kind !== 'homography') return spreadGrid(problem, dy, materialiseField(field), shape);
  const { grid, inFront } = homographyGrid(field.matrix, field.outputSize, field.alignCorners);
  return spreadGrid(problem, fillBehindHorizon(dy, inFront, 0), grid, shape);
}

/** The gradient of `sampleReference` w.r.t. one of the field's tensors, called by its input name. */
export function gradInputReference(
  problem: SamplingProblem,
  input: string,
  dy: Tensor4D,
  image: Tensor4D,
): Tensor {
  const { field } = problem;
  return vectorJacobian(
    (tensor) => {
      const moved = withFieldTensors(field, { [input]: tensor });
      return sampleReference({ ...problem, field: moved }, image);
    },
    fieldTensors(field)[input] as Tensor,
    dy,
  );
}

/** The shape of an image sampled along a field: `[batch, outHeight, outWidth, channels]`. */
export function sampledShape(image: Tensor4D, field: SamplingField): Tensor4D['shape'] {
  const batch = image.shape[0] === 1 ? fieldBatch(field) : image.shape[0];
  return [batch, ...field.outputSize, image.shape[3]];
}

/** An output without pixels. */
export function emptyOutput(image: Tensor4D, field: SamplingField): Tensor4D {
  return emptyTensor(sampledShape(image, field), [image, ...Object.values(fieldTensors(field))]);
}

/**
 * Replaces what was sampled behind a homography's horizon with the fill value.
 *
 * @param inFront `[batch, outHeight, outWidth]` bool
 */
export function fillBehindHorizon(
  sampled: Tensor4D,
  inFront: Tensor,
  fillValue: FillValue,
): Tensor4D {
  const fill = typeof fillValue === 'number' ? fillValue : tensor1d([...fillValue]);
  return keepWhere(expandDims(inFront, -1), sampled, fill);
}
