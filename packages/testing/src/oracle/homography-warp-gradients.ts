import { zeros } from './dense-array.js';
import type { DenseArray, Float64Dense } from './dense-array.js';
import { homographyField } from './homography-field.js';
import { homographyPoint } from './homography-point.js';
import type { HomographyPoint } from './homography-point.js';
import type { OracleHomographyWarpInputs } from './homography-warp.js';
import type { Point } from './coordinate-field.js';
import { imageShape } from './image-shape.js';
import { sampleFieldGradients } from './sample-field-gradients.js';
import { resolveOptions } from './sampling-options.js';

/**
 * The gradients of `sum(output * outputGradient)` for `output = oracleHomographyWarp(inputs)`.
 *
 * @returns gradients with the shapes of image and matrix; a broadcast side is summed
 */
export function oracleHomographyWarpGradients(
  inputs: OracleHomographyWarpInputs & { readonly outputGradient: DenseArray },
): { readonly image: Float64Dense; readonly matrix: Float64Dense } {
  const { outputSize } = inputs;
  const options = resolveOptions(inputs, imageShape(inputs.image).channels);
  const { alignCorners, round } = options;
  const matrix = zeros(inputs.matrix.shape);
  const image = sampleFieldGradients(
    inputs.image,
    homographyField(inputs.matrix, outputSize, alignCorners, round),
    options,
    inputs.outputGradient,
    (item, pixel, gradient) => {
      const point = homographyPoint(inputs.matrix, item, pixel, outputSize, alignCorners, round);
      addMatrixGradient(matrix.data, item * 9, point, gradient);
    },
  );
  return { image, matrix };
}

/** `x = u / w` with `u = row0 · base`, so dx/drow0 = base / w and dx/drow2 = -x · base / w. */
function addMatrixGradient(
  matrix: Float64Array,
  start: number,
  point: HomographyPoint,
  gradient: Point,
): void {
  const base = [point.baseX, point.baseY, 1];
  const add = (row: number, factor: number): void => {
    base.forEach((value, column) => {
      matrix[start + row * 3 + column]! += factor * value;
    });
  };
  // A gradient of 0 ends here: the coordinate behind it may be infinite, or w be 0.
  if (gradient.x !== 0) {
    add(0, gradient.x / point.w);
    add(2, (-gradient.x * point.x) / point.w);
  }
  if (gradient.y !== 0) {
    add(1, gradient.y / point.w);
    add(2, (-gradient.y * point.y) / point.w);
  }
}
