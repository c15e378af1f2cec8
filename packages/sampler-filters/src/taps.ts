import type { OutputSize } from '@tfjs-stn/core';

/** How many points a footprint is read at along either of its sides. */
export type Taps = readonly [columns: number, rows: number];

/**
 * The longest side of a footprint, in pixels. Longer ones come from points beside a horizon or from a
 * net that has diverged, and in float32 would become infinite: such a pixel is read at its point alone.
 */
export const longestSide = 1e6;

/** A side this little longer than a pixel is one of a rotation, rounded. */
const slack = 1e-3;

/** How many points a side of so many pixels is read at. */
export function tapCount(side: number, maxTaps: number): number {
  return Math.min(maxTaps, Math.max(1, Math.ceil(side - slack)));
}

/** Where along a side they lie: evenly from -1/2 to 1/2, one alone in the middle. */
export function tapPositions(count: number): number[] {
  if (count === 1) return [0];
  return Array.from({ length: count }, (_, index) => index / (count - 1) - 0.5);
}

/** How many pixels a normalised unit of x and of y is. */
export function pixelsPerUnit(
  [height, width]: OutputSize,
  alignCorners: boolean,
): readonly [x: number, y: number] {
  const less = alignCorners ? 1 : 0;
  return [(width - less) / 2, (height - less) / 2];
}

/** How much of x and of y a pixel is, 0 on an axis of one pixel with alignCorners. */
export function unitsPerPixel(
  size: OutputSize,
  alignCorners: boolean,
): readonly [x: number, y: number] {
  const [x, y] = pixelsPerUnit(size, alignCorners).map((pixels) => (pixels > 0 ? 1 / pixels : 0));
  return [x ?? 0, y ?? 0];
}
