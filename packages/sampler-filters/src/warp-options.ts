import type { Sampler, SamplingOptions, WarpOptions } from '@tfjs-stn/core';

/** The options that a composite was called with, for another sampler. */
export function warpOptions(
  sampler: Sampler,
  { padding, fillValue }: SamplingOptions,
): WarpOptions {
  return { sampler, padding, ...(padding === 'zeros' && { fillValue }) };
}
