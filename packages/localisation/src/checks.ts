import type { LocalisationTarget } from '@tfjs-stn/core';
import { OptionError, ShapeError } from '@tfjs-stn/core/errors';

/** @throws OptionError if the config has an unknown option */
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

/** @throws OptionError if the option is not a positive integer */
export function positiveInteger(preset: string, option: string, value: number): number {
  if (!Number.isInteger(value) || value < 1) {
    throw new OptionError(preset, `${option} must be a positive integer, got ${String(value)}`);
  }
  return value;
}

/**
 * @returns a copy, so that the caller may change the list later
 * @throws OptionError if the option is not a list of positive integers
 */
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

/** @throws ShapeError, OptionError if the image size or the seed is invalid */
export function assertTarget(preset: string, { inputShape, seed }: LocalisationTarget): void {
  const positive = (size: unknown): boolean => Number.isInteger(size) && (size as number) > 0;
  if (inputShape.length !== 3 || !inputShape.every(positive)) {
    throw new ShapeError(
      preset,
      'inputShape must be [height, width, channels] of the images, all known',
      inputShape,
    );
  }
  if (seed !== undefined && !Number.isSafeInteger(seed)) {
    throw new OptionError(preset, `seed must be an integer, got ${seed}`);
  }
}

/** @throws ShapeError if the image is too small for the layers of the net */
export function assertMinimumSize(
  preset: string,
  { inputShape }: LocalisationTarget,
  minimum: number,
  remedy: string,
): void {
  const [height, width] = inputShape;
  if (height < minimum || width < minimum) {
    throw new ShapeError(
      preset,
      `images must be at least ${minimum}×${minimum} pixels`,
      inputShape,
      remedy,
    );
  }
}
