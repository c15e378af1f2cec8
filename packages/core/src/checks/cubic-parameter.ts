import type { KernelSampler } from '../contracts/sampler.js';
import { OptionError } from '../errors.js';

/**
 * The `a` of a sampler that names the bicubic kernel; 0 for any other, which ignores it.
 *
 * @throws OptionError if the sampler has no number as `config.a`
 */
export function cubicParameter(operation: string, sampler: KernelSampler): number {
  if (sampler.fastKernel !== 'bicubic') return 0;
  const { a } = sampler.config;
  if (typeof a === 'number') return a;
  throw new OptionError(
    operation,
    `sampler '${sampler.name}' with fastKernel 'bicubic' must have a number as config.a, got ${JSON.stringify(a)}. Leave fastKernel out for weights of its own`,
  );
}
