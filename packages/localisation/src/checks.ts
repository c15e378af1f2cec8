import type { LocalisationTarget } from '@tfjs-stn/core';
import { describeValue } from '@tfjs-stn/core/~internal';
import { OptionError, ShapeError } from '@tfjs-stn/core/errors';

/** The most filters of a convolution, units of a dense layer, and pixels per side of a filter. */
export const limits = { filters: 4096, units: 65_536, kernelSize: 256 };

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

/** @throws OptionError if the option is not a positive integer or exceeds its limit */
export function positiveInteger(
  preset: string,
  option: string,
  value: unknown,
  most: number,
): number {
  const count = Number.isInteger(value) ? (value as number) : 0;
  if (count < 1) {
    throw new OptionError(
      preset,
      `${option} must be a positive integer, got ${describeValue(value)}`,
    );
  }
  if (count > most) {
    throw new OptionError(preset, `${option} must be at most ${most}, got ${count}`);
  }
  return count;
}

/** @throws OptionError if the option is not a number from 0 to 1 */
export function fraction(preset: string, option: string, value: unknown): number {
  if (typeof value === 'number' && value >= 0 && value <= 1) return value;
  throw new OptionError(
    preset,
    `${option} must be a number from 0 to 1, got ${describeValue(value)}`,
  );
}

/** The most layers in a list. */
const mostLayers = 64;

/**
 * @returns a copy, so that the caller may change the list later
 * @throws OptionError if the option is not a list of at most 64 positive integers
 */
export function positiveIntegers(
  preset: string,
  option: string,
  values: unknown,
  most: number,
): readonly number[] {
  if (!Array.isArray(values) || values.length > mostLayers) {
    throw new OptionError(
      preset,
      `${option} must be a list of at most ${mostLayers} positive integers, got ${describeValue(values)}`,
    );
  }
  return values.map((value, index) => positiveInteger(preset, `${option}[${index}]`, value, most));
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
