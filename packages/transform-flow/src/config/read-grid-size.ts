import { OptionError } from '@tfjs-stn/core/errors';
import { assertKnownOptions } from '@tfjs-stn/core/authoring';

/** A pair of whole numbers of at least `least`, the only key of a config. */
export function readGridSize(
  operation: string,
  config: unknown,
  key: string,
  least: number,
): readonly [number, number] {
  assertKnownOptions(operation, config, [key], 'config');
  const pair = (config as Record<string, unknown>)[key];
  if (Array.isArray(pair) && pair.length === 2) {
    const [first, second] = pair as readonly unknown[];
    if (isCount(first, least) && isCount(second, least)) return [first, second];
  }
  throw new OptionError(
    operation,
    `${key} must be two whole numbers of at least ${least}, got ${JSON.stringify(pair)}`,
  );
}

function isCount(value: unknown, least: number): value is number {
  return Number.isInteger(value) && (value as number) >= least;
}
