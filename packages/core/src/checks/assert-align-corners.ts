import { OptionError } from '../errors.js';
import { describeValue } from './describe-value.js';

/** Passes what says whether -1 and 1 are the corner pixels' centres, which truthy values do not. */
export function assertAlignCorners(
  operation: string,
  alignCorners: unknown,
): asserts alignCorners is boolean {
  if (typeof alignCorners === 'boolean') return;
  throw new OptionError(
    operation,
    `alignCorners must be a boolean, got ${describeValue(alignCorners)}`,
  );
}
