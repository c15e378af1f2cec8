import { dispose, grad, type Tensor, type Tensor4D } from '@tensorflow/tfjs-core';
import { warp, type Sampler, type SamplingField } from '@tfjs-stn/core';
import { expect } from 'vitest';

import { expectNoLeak } from '../../matchers/expect-no-leak.js';
import { fieldTensors } from '../describe-transform/subject.js';
import { affineFields, someImage } from './inputs.js';

/**
 * Neither a call nor its gradients leave a tensor behind, nor do they when they throw. They run as
 * users run them, in no tidy but their own, and once before, since a cache may fill then.
 */
export function checkLeaks(sampler: Sampler): void {
  const [image, tooMany] = [someImage([2, 6, 7, 2]), someImage([3, 6, 7, 2])];
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
  const byImage = grad((x: Tensor) => apply(x));
  const byField = grad((x: Tensor) => apply(image, { ...field, [name]: x }));
  for (const call of [() => apply(image), () => byImage(image), () => byField(trained)]) {
    dispose(call());
    expectNoLeak(call);
  }
  for (const call of [() => apply(tooMany), () => byImage(tooMany)]) {
    expect(() => expectNoLeak(call)).toThrow('same batch');
  }
}
