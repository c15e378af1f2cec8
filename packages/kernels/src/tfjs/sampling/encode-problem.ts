import { OptionError } from '@tfjs-stn/core/errors';
import type { SamplingAttributes } from '@tfjs-stn/core/kernels';
import { cubicParameter } from '@tfjs-stn/core/~internal';

import { fieldNumbers, paddingNumbers, samplerNumbers } from '../../abi.generated.js';
import { mostLanczosTaps } from '../../lanczos-table.js';
import { samplerNumber, termsOf, type SamplingProblem } from './sampling-problem.js';

/**
 * What is sampled, and how.
 *
 * @throws OptionError if a sampler that names the bicubic kernel does not say its `a`, or one that names
 *   that of Lanczos has taps of which that has none
 */
export function encodeProblem({
  name,
  attributes,
  imageShape,
  field,
}: SamplingProblem): Record<
  | 'sampler'
  | 'field'
  | 'padding'
  | 'cubic'
  | 'taps'
  | 'height'
  | 'width'
  | 'channels'
  | 'outHeight'
  | 'outWidth'
  | 'terms',
  number
> & { alignCorners: boolean } {
  const [outHeight, outWidth] = attributes.outputSize;
  return {
    sampler: samplerNumber(attributes.sampler),
    field: fieldNumbers[field.kind],
    padding: paddingNumbers[attributes.padding],
    alignCorners: attributes.alignCorners,
    cubic: cubicParameter(name, attributes.sampler),
    taps: tapsOf(name, attributes),
    height: imageShape[1] as number,
    width: imageShape[2] as number,
    channels: imageShape[3] as number,
    outHeight,
    outWidth,
    terms: termsOf(field),
  };
}

/** Taps of the kernels that can have any number; 0 for the others. */
function tapsOf(operation: string, { sampler }: SamplingAttributes): number {
  const { name, fastKernel, taps } = sampler;
  if (fastKernel === 'lanczos' && (taps % 2 !== 0 || taps > mostLanczosTaps)) {
    throw new OptionError(
      operation,
      `sampler '${name}' with fastKernel 'lanczos' must have an even number of taps up to ${mostLanczosTaps}, got ${taps}. Leave fastKernel out for weights of its own`,
    );
  }
  return samplerNumber(sampler) >= samplerNumbers.lanczos ? taps : 0;
}
