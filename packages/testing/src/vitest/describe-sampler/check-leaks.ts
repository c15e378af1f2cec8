import { dispose, grad, type Tensor, type Tensor4D } from '@tensorflow/tfjs-core';
import { warp, type Sampler, type SamplingField } from '@tfjs-stn/core';
import { fieldTensors } from '@tfjs-stn/core/~internal';
import { expect } from 'vitest';

import { expectNoLeak } from '../../matchers/expect-no-leak.js';
import { affineFields, randomImage } from './inputs.js';

/**
 * Calls and gradients leak no tensors, even when they throw. They run outside of any tidy, after a
 * first call that may fill a cache.
 */
export function checkLeaks(sampler: Sampler): void {
  const [image, tooMany] = [randomImage([2, 6, 7, 2]), randomImage([3, 6, 7, 2])];
  const fields = affineFields(2, false);
  try {
    fields.forEach((field) => checkField(sampler, image, tooMany, field));
  } finally {
    dispose([image, tooMany, ...fields.flatMap((field) => Object.values(fieldTensors(field)))]);
  }
}

function checkField(
  sampler: Sampler,
  image: Tensor4D,
  tooMany: Tensor4D,
  field: SamplingField,
): void {
  const apply = (x: Tensor, along: SamplingField = field): Tensor =>
    warp(x as Tensor4D, along, { sampler });
  const [name, trained] = Object.entries(fieldTensors(field)).at(-1) as [string, Tensor];
  const gradImage = grad((x: Tensor) => apply(x));
  const gradField = grad((x: Tensor) => apply(image, { ...field, [name]: x }));
  for (const call of [() => apply(image), () => gradImage(image), () => gradField(trained)]) {
    dispose(call());
    expectNoLeak(call);
  }
  for (const call of [() => apply(tooMany), () => gradImage(tooMany)]) {
    expect(() => expectNoLeak(call)).toThrow('same batch');
  }
}
