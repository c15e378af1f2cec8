import type { Rounding } from './rounding.js';

/**
 * Pixel coordinate of the normalised coordinate `normalised` on an axis of `size` pixels.
 *
 * Convention: `((n + 1) * size - 1) / 2`, with alignCorners `((n + 1) / 2) * (size - 1)`,
 * in this order. An infinite coordinate stays that infinity, on single-pixel axes too.
 */
export function pixelCoordinate(
  normalised: number,
  size: number,
  alignCorners: boolean,
  round: Rounding,
): number {
  if (Math.abs(normalised) === Infinity) return normalised;
  const shifted = round(normalised + 1);
  if (alignCorners) return round(round(shifted / 2) * (size - 1));
  return round(round(round(shifted * size) - 1) / 2);
}

/** The derivative of {@link pixelCoordinate}, in pixels per normalised unit. */
export function pixelCoordinateSlope(size: number, alignCorners: boolean): number {
  return (alignCorners ? size - 1 : size) / 2;
}

/**
 * Normalised coordinate of output pixel `index` on an axis of `size` pixels.
 *
 * Convention: `(2i + 1) / size - 1`, with alignCorners `2i / (size - 1) - 1` and 0 where
 * the axis has a single pixel.
 */
export function baseCoordinate(
  index: number,
  size: number,
  alignCorners: boolean,
  round: Rounding,
): number {
  if (!alignCorners) return round(round((2 * index + 1) / size) - 1);
  return size === 1 ? 0 : round(round((2 * index) / (size - 1)) - 1);
}
