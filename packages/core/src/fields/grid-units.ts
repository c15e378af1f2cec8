import { assertAlignCorners } from '../checks/assert-field.js';
import { assertKnownOptions } from '../checks/assert-known-options.js';

/** What -1 and 1 mean. */
export interface GridUnits {
  /** Default `false`: -1 and 1 are the outer edges of the corner pixels. */
  readonly alignCorners?: boolean;
}

/** Fills in the default and refuses unknown options. */
export function readGridUnits(operation: string, units: GridUnits | undefined): boolean {
  assertKnownOptions(operation, units, ['alignCorners']);
  const { alignCorners = false } = units ?? {};
  assertAlignCorners(operation, alignCorners);
  return alignCorners;
}
