import type { LocalisationTarget } from '@tfjs-stn/core';
import { OptionError, ShapeError } from '@tfjs-stn/core/errors';

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
