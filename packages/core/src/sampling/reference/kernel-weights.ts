import { Tensor } from '@tensorflow/tfjs-core';

import { describeValue } from '../../checks/describe-value.js';
import type { KernelSampler } from '../../contracts/sampler.js';
import { DTypeError, OptionError, ShapeError } from '../../errors.js';

/**
 * A sampler's weights at offsets `[points, 1]`: as many as it has taps, each for every point. Fewer,
 * more or smaller ones would be blended all the same, into something else.
 *
 * @throws OptionError, ShapeError, DTypeError if they are not that
 */
export function kernelWeights(sampler: KernelSampler, offset: Tensor): Tensor[] {
  const { name, taps } = sampler;
  const given: unknown = sampler.weights(offset);
  const rule = `sampler '${name}' must return ${taps} ${taps === 1 ? 'weight' : 'weights'}`;
  if (!Array.isArray(given) || given.length !== taps) {
    const got = Array.isArray(given) ? given.length : describeWeight(given);
    throw new OptionError(
      name,
      `${rule}, got ${got}. Return an array with one tensor per tap, from the lowest index to the highest`,
    );
  }
  return given.map((weight: unknown, tap) => {
    if (!(weight instanceof Tensor)) {
      throw new OptionError(
        name,
        `${rule} that are tensors, got ${describeWeight(weight)} for tap ${tap}. For a constant weight use tf.fill(offset.shape, value)`,
      );
    }
    if (weight.shape.join() !== offset.shape.join()) {
      throw new ShapeError(
        name,
        `${rule} of the offset's shape [${offset.shape.join(', ')}]`,
        weight.shape,
        'For a constant weight use tf.fill(offset.shape, value)',
      );
    }
    if (weight.dtype !== 'float32') {
      throw new DTypeError(name, `weight ${tap} of sampler '${name}'`, weight.dtype);
    }
    return weight;
  });
}

function describeWeight(value: unknown): string {
  return value instanceof Tensor ? 'a tensor' : describeValue(value);
}
