import { OptionError } from '@tfjs-stn/core/errors';
import { assertKnownOptions, describeValue } from '@tfjs-stn/core/~internal';

/** A pair of whole numbers from `least` to `most`, the only key of a config. */
export function readGridSize(
  operation: string,
  config: unknown,
  key: string,
  least: number,
  most: number,
): readonly [number, number] {
  assertKnownOptions(operation, config, [key], 'config');
  const pair = (config as Record<string, unknown>)[key];
  if (Array.isArray(pair) && pair.length === 2) {
    const [first, second] = pair as readonly unknown[];
    const isCount = (value: unknown): value is number =>
      Number.isInteger(value) && (value as number) >= least && (value as number) <= most;
    if (isCount(first) && isCount(second)) return [first, second];
  }
  throw new OptionError(
    operation,
    `${key} must be two whole numbers from ${least} to ${most}, got ${describeValue(pair)}`,
  );
}
