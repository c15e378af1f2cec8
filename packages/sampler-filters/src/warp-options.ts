import type { Sampler, SamplingField, SamplingOptions, WarpOptions } from '@tfjs-stn/core';

/** The options that a composite was called with, for another sampler. */
export function warpOptions(
  sampler: Sampler,
  { padding, fillValue }: SamplingOptions,
): WarpOptions {
  return { sampler, padding, ...(padding === 'zeros' && { fillValue }) };
}

/**
 * Copies of a field and of options that a composite was called with: its gradient is computed later,
 * and the caller may have changed the arrays by then.
 */
export function snapshot<Field extends SamplingField>(
  field: Field,
  { padding, fillValue }: SamplingOptions,
): [Field, SamplingOptions] {
  const [height, width] = field.outputSize;
  return [
    { ...field, outputSize: [height, width] },
    { padding, fillValue: typeof fillValue === 'number' ? fillValue : [...fillValue] },
  ];
}
