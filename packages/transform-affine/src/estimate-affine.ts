import { OptionError } from '@tfjs-stn/core/errors';
import { pointPairs, type PointPair, type PointSets } from '@tfjs-stn/core/homography';
import { tensor2d, type Tensor2D } from '@tensorflow/tfjs-core';

import { moments } from './moments.js';

/** Points closer to a line than this, relative to their extent along it, leave θ no float32 digit. */
const flat = 1e-6;

/**
 * θ of `affine` from pairs of points, by least squares in the input: exact for three, the best fit
 * for more. Computed in float64.
 *
 * Convention: normalised `[x, y]`, x right, y down. As transforms do, θ maps **output to input**: the
 * n-th output point looks at the n-th input point. To bring what is at p in the image to q, p is the
 * input point and q the output point.
 *
 * @param outputPoints three or more of one image `[[x, y], …]`, or a batch of such lists
 * @param inputPoints as many; a batch of 1 on either side serves the whole batch
 * @returns θ `[batch, 6]`, `[a11 a12 tx a21 a22 ty]`; not differentiable in the points
 * @throws OptionError for fewer than three different output points, for output points on one line,
 *   and for points that are no pairs of finite numbers
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
  // The determinant over the squared trace is the ratio of the extents' squares, where it is small.
  if (!(determinant > flat ** 2 * (xx + yy) ** 2)) {
    throw new OptionError(
      'estimateAffine',
      `output points must not lie on one line, got ${pairs.length} on one in item ${item}. estimateSimilarity takes two points`,
    );
  }
  const row = (ofX: number, ofY: number, target: number): number[] => {
    const a = (ofX * yy - ofY * xy) / determinant;
    const b = (ofY * xx - ofX * xy) / determinant;
    return [a, b, target - a * output[0] - b * output[1]];
  };
  return [...row(ux, uy, input[0]), ...row(vx, vy, input[1])];
}
