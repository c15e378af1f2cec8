import type { HomographyField, OutputSize } from '@tfjs-stn/core';

import { pixelsPerUnit, unitsPerPixel } from './axis-units.js';
import { longestSide } from './footprint-limit.js';

/**
 * The lengths of the footprint's sides under affine maps, in pixels: the longest of the batch, along
 * columns and along rows. A side that is too long, or no number, counts as none.
 *
 * @returns undefined where one of the field's maps is not affine
 */
export function affineSides(
  { matrix, outputSize, alignCorners }: HomographyField,
  imageSize: OutputSize,
): readonly [perColumn: number, perRow: number] | undefined {
  const [scaleX, scaleY] = pixelsPerUnit(imageSize, alignCorners);
  const [stepX, stepY] = unitsPerPixel(outputSize, alignCorners);
  const values = matrix.dataSync<'float32'>();
  let [longestColumn, longestRow] = [0, 0];
  for (let start = 0; start < values.length; start += 9) {
    const entry = (index: number): number => values[start + index] ?? 0;
    const w = entry(8);
    if (entry(6) !== 0 || entry(7) !== 0 || !(w > 0)) return undefined;
    const side = (column: number, step: number): number => {
      const length = (Math.hypot(entry(column) * scaleX, entry(column + 3) * scaleY) / w) * step;
      return length <= longestSide ? length : 0;
    };
    longestColumn = Math.max(longestColumn, side(0, stepX));
    longestRow = Math.max(longestRow, side(1, stepY));
  }
  return [longestColumn, longestRow];
}
