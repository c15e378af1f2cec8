import { OptionError } from '@tfjs-stn/core/errors';
import type { PointSets } from '@tfjs-stn/core/homography';
import { pointPairs, type PointPair } from '@tfjs-stn/core/~internal';
import { tensor2d, type Tensor2D } from '@tensorflow/tfjs-core';

import { moments } from './moments.js';

/** Points closer to a line than this, relative to their extent, determine no float32 digit of θ. */
const flat = 1e-6;

/**
 * Estimates θ of `affine` from pairs of points by least squares in the input: exact for three pairs,
 * the best fit for more. Computed in float64.
 *
 * Convention: normalised `[x, y]`, x right, y down. As in transforms, θ maps **output to input**: the
 * n-th output point to the n-th input point. To move content from p to q, pass q as the output point
 * and p as the input point.
 *
 * @param outputPoints three or more points `[[x, y], …]` of one image, or a batch of such lists
 * @param inputPoints the same number of points; a batch of 1 on either side broadcasts
 * @returns θ `[batch, 6]`, `[a11 a12 tx a21 a22 ty]`; not differentiable w.r.t. the points
 * @throws OptionError for fewer than three distinct output points, collinear output points, and
 *   points that are not pairs of finite numbers
 */
export function estimateAffine(outputPoints: PointSets, inputPoints: PointSets): Tensor2D {
  const sets = pointPairs('estimateAffine', outputPoints, inputPoints, 3);
  return tensor2d(sets.flatMap(fitAffine), [sets.length, 6]);
}

/** A = C(input, output) · C(output)⁻¹, and t = centre of the input - A · centre of the output. */
function fitAffine(pairs: readonly PointPair[], item: number): number[] {
  const { output, input, ofOutput, across } = moments(pairs);
  const [xx, xy, yy] = ofOutput;
  const [ux, uy, vx, vy] = across;
  const determinant = xx * yy - xy * xy;
  // A small determinant over the squared trace is the squared ratio of the extents.
  if (!(determinant > flat ** 2 * (xx + yy) ** 2)) {
    throw new OptionError(
      'estimateAffine',
      `output points must not lie on one line, got ${pairs.length} that do in item ${item}. Use estimateSimilarity for two points`,
    );
  }
  const row = (ofX: number, ofY: number, target: number): number[] => {
    const a = (ofX * yy - ofY * xy) / determinant;
    const b = (ofY * xx - ofX * xy) / determinant;
    return [a, b, target - a * output[0] - b * output[1]];
  };
  return [...row(ux, uy, input[0]), ...row(vx, vy, input[1])];
}
