import type { CoordinateField } from './coordinate-field.js';
import type { DenseArray } from './dense-array.js';

/** A field read from a grid `[batch, outHeight, outWidth, 2]` of (x, y). */
export function gridField(grid: DenseArray): CoordinateField {
  const [batch, height, width, pair] = grid.shape;
  if (grid.shape.length !== 4 || pair !== 2) {
    throw new Error(
      `oracle: grid must be [batch, outHeight, outWidth, 2], got [${grid.shape.join(', ')}]`,
    );
  }
  const pixels = height! * width!;
  return {
    batch: batch!,
    outputSize: [height!, width!],
    at: (item, pixel) => {
      const start = (item * pixels + pixel) * 2;
      return { x: grid.data[start]!, y: grid.data[start + 1]! };
    },
  };
}
