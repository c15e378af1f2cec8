import { OptionError } from '@tfjs-stn/core/errors';
import type { PointSets } from '@tfjs-stn/core/homography';
import { pointPairs, type PointPair } from '@tfjs-stn/core/~internal';
import { tensor2d, type Tensor2D } from '@tensorflow/tfjs-core';

import { moments } from './moments.js';

/** A correlation below this, relative to the extents, determines no float32 digit of θ. */
const unrelated = 1e-6;

/**
 * Estimates θ of `similarity` from pairs of points by least squares in the input: exact for two
 * pairs, the best fit for more. Never mirrors. Computed in float64.
 *
 * Convention: normalised `[x, y]`, x right, y down. As in transforms, θ maps **output to input**: the
 * n-th output point to the n-th input point. To move content from p to q, pass q as the output point
 * and p as the input point.
 *
 * @param outputPoints two or more points `[[x, y], …]` of one image, or a batch of such lists
 * @param inputPoints the same number of points; a batch of 1 on either side broadcasts
 * @returns θ `[batch, 4]`, `[logScale angle tx ty]`, with the angle in radians in [-π, π]; not
 *   differentiable w.r.t. the points
 * @throws OptionError for fewer than two distinct output points, input points that coincide or are
 *   mirrored, and points that are not pairs of finite numbers
 *
 * Source: Umeyama, 1991, "Least-squares estimation of transformation parameters between two point
 * patterns", in closed form for two dimensions.
 */
export function estimateSimilarity(outputPoints: PointSets, inputPoints: PointSets): Tensor2D {
  const sets = pointPairs('estimateSimilarity', outputPoints, inputPoints, 2);
  return tensor2d(sets.flatMap(fitSimilarity), [sets.length, 4]);
}

/** With points as complex numbers, scale · e^(i · angle) = Σ conj(output) · input / Σ |output|². */
function fitSimilarity(pairs: readonly PointPair[], item: number): number[] {
  const { output, input, ofOutput, across, ofInput } = moments(pairs);
  const [ux, uy, vx, vy] = across;
  const extent = ofOutput[0] + ofOutput[2];
  const [real, imaginary] = [ux + vy, vx - uy];
  const correlation = Math.hypot(real, imaginary);
  if (!(correlation > unrelated * Math.sqrt(extent * ofInput))) {
    throw new OptionError(
      'estimateSimilarity',
      `input points must be rotated and scaled output points, got ${pairs.length} that coincide or are mirrored in item ${item}. Use estimateAffine to mirror`,
    );
  }
  const [cosine, sine] = [real / extent, imaginary / extent];
  return [
    Math.log(correlation / extent),
    Math.atan2(imaginary, real),
    input[0] - (cosine * output[0] - sine * output[1]),
    input[1] - (sine * output[0] + cosine * output[1]),
  ];
}
