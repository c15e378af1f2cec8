import { OptionError } from '@tfjs-stn/core/errors';

/** @throws OptionError if a config has an option that would be ignored */
export function assertKnownOptions(
  preset: string,
  config: object,
  options: readonly string[],
): void {
  const unknown = Object.keys(config).find((key) => !options.includes(key));
  if (unknown !== undefined) {
    throw new OptionError(preset, `options are ${options.join(', ')}, got '${unknown}'`);
  }
}

/** @throws OptionError if an option is no positive integer */
export function positiveInteger(preset: string, option: string, value: number): number {
  if (!Number.isInteger(value) || value < 1) {
    throw new OptionError(preset, `${option} must be a positive integer, got ${String(value)}`);
  }
  return value;
}

/** A copy, so that a later change of the caller's list does not reach the preset. */
export function positiveIntegers(
  preset: string,
  option: string,
  values: readonly number[],
): readonly number[] {
  if (!Array.isArray(values)) {
    throw new OptionError(
      preset,
      `${option} must be a list of positive integers, got ${String(values)}`,
    );
  }
  return values.map((value, index) => positiveInteger(preset, `${option}[${index}]`, value));
}
