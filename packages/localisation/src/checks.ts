import type { LocalisationTarget } from '@tfjs-stn/core';
import { OptionError, ShapeError } from '@tfjs-stn/core/errors';

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

/** @throws ShapeError, OptionError if a net can't be built for this image size or with this seed */
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

/** @throws ShapeError if height or width is below what the net's layers need */
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
