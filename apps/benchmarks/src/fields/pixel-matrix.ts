import type { SamplingProblem } from '../problems/sampling-problem.js';

/**
 * The homography of one image of a batch as a map between pixel coordinates, whose integers are
 * pixel centres, from output to input: `D · M · D⁻¹`, where D takes normalised to pixel coordinates.
 * OpenCV and `tf.image.transform` think in these.
 *
 * @returns the 3 × 3 matrix, row-major
 */
export function pixelMatrix({ shape, theta, paramCount }: SamplingProblem, item: number): number[] {
  const [, height, width] = shape;
  const own = theta.subarray(item * paramCount, (item + 1) * paramCount);
  const [g = 0, h = 0] = own.subarray(6);
  const matrix = [...own.subarray(0, 6), g, h, 1];
  const toPixels = [width / 2, 0, (width - 1) / 2, 0, height / 2, (height - 1) / 2, 0, 0, 1];
  const toNormalised = [2 / width, 0, 1 / width - 1, 0, 2 / height, 1 / height - 1, 0, 0, 1];
  return product(product(toPixels, matrix), toNormalised);
}

function product(left: readonly number[], right: readonly number[]): number[] {
  return Array.from({ length: 9 }, (_, index) => {
    const [row, column] = [index - (index % 3), index % 3];
    return [0, 1, 2].reduce(
      (sum, inner) => sum + (left[row + inner] ?? NaN) * (right[inner * 3 + column] ?? NaN),
      0,
    );
  });
}
