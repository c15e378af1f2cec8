import type { OutputSize } from '@tfjs-stn/core';

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
