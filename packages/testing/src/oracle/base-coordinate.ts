import type { Rounding } from './rounding.js';

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
