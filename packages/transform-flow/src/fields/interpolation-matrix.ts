import { tensor2d, type Tensor2D } from '@tensorflow/tfjs-core';
import { allocateFloats, pixelCentres } from '@tfjs-stn/core/~internal';

/**
 * Linear interpolation along one axis as a matrix: each output pixel weighs the two samples around
 * it, or takes the nearest where it lies outside of them all.
 *
 * @param outputSize rows of the matrix
 * @param inputSize its columns
 * @returns `[outputSize, inputSize]`, rows sum to 1
 */
export function interpolationMatrix(
  operation: string,
  outputSize: number,
  inputSize: number,
  alignCorners: boolean,
): Tensor2D {
  const matrix = allocateFloats(operation, 'interpolation', [outputSize, inputSize]);
  pixelCentres(outputSize, alignCorners).forEach((centre, row) => {
    const place = alignCorners
      ? ((centre + 1) / 2) * (inputSize - 1)
      : ((centre + 1) * inputSize - 1) / 2;
    const inside = Math.min(Math.max(place, 0), inputSize - 1);
    const first = Math.min(Math.floor(inside), Math.max(inputSize - 2, 0));
    const offset = inside - first;
    matrix[row * inputSize + first] = 1 - offset;
    if (inputSize > 1) matrix[row * inputSize + first + 1] = offset;
  });
  return tensor2d(matrix, [outputSize, inputSize]);
}
