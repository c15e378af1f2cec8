import {
  customGrad,
  zeros,
  zerosLike,
  type GradSaveFunc,
  type Tensor,
  type Tensor4D,
} from '@tensorflow/tfjs-core';

import { fieldBatch } from '../checks/field-batch.js';
import { fieldTensors } from '../contracts/field-tensors.js';
import type { SamplingField } from '../contracts/sampling-field.js';

/** The shape of an image sampled along a field: `[batch, outHeight, outWidth, channels]`. */
export function sampledShape(
  image: Tensor4D,
  field: SamplingField,
): [batch: number, height: number, width: number, channels: number] {
  const batch = image.shape[0] === 1 ? fieldBatch(field) : image.shape[0];
  return [batch, ...field.outputSize, image.shape[3]];
}

/**
 * A tensor without values, whose gradients are 0: on some backends tfjs's ops, or their gradients,
 * fail where there is nothing to do.
 *
 * @param shape with a 0
 * @param inputs what it would have been computed from
 * @returns a tensor that is differentiable in the inputs, twice
 */
export function emptyTensor<T extends Tensor>(shape: T['shape'], inputs: readonly Tensor[]): T {
  const empty = customGrad((...given) => {
    const save = given.pop() as GradSaveFunc;
    save(given as Tensor[]);
    return {
      value: zeros(shape),
      gradFunc: (_dy: Tensor, saved: Tensor[]) => saved.map((input) => zerosLike(input)),
    };
  });
  return empty(...inputs) as T;
}

/** An output without pixels. */
export function emptyOutput(image: Tensor4D, field: SamplingField): Tensor4D {
  return emptyTensor(sampledShape(image, field), [image, ...Object.values(fieldTensors(field))]);
}

/** Of a field without points: so many numbers for each of them; undefined where there are points. */
export function emptyAlong(field: SamplingField, channels: number): Tensor4D | undefined {
  const shape: Tensor4D['shape'] = [fieldBatch(field), ...field.outputSize, channels];
  if (!shape.includes(0)) return undefined;
  return emptyTensor(shape, Object.values(fieldTensors(field)));
}
