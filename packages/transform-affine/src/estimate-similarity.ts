import { OptionError } from '@tfjs-stn/core/errors';
import { pointPairs, type PointPair, type PointSets } from '@tfjs-stn/core/homography';
import { tensor2d, type Tensor2D } from '@tensorflow/tfjs-core';

import { moments } from './moments.js';

/** A correlation below this, relative to the extents, leaves θ no float32 digit. */
const unrelated = 1e-6;

/**
 * θ of `similarity` from pairs of points, by least squares in the input: exact for two, the best fit
 * for more. Never mirrors. Computed in float64.
 *
 * Convention: normalised `[x, y]`, x right, y down. As transforms do, θ maps **output to input**: the
 * n-th output point looks at the n-th input point. To bring what is at p in the image to q, p is the
 * input point and q the output point.
 *
 * @param outputPoints two or more of one image `[[x, y], …]`, or a batch of such lists
 * @param inputPoints as many; a batch of 1 on either side serves the whole batch
 * @returns θ `[batch, 4]`, `[logScale angle tx ty]`, the angle in radians from -π to π; not
 *   differentiable in the points
 * @throws OptionError for fewer than two different output points, for input points that are all in
 *   one place or a mirror image, and for points that are no pairs of finite numbers
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
  const [along, beside] = [ux + vy, vx - uy];
  const correlation = Math.hypot(along, beside);
  if (!(correlation > unrelated * Math.sqrt(extent * ofInput))) {
    throw new OptionError(
      'estimateSimilarity',
      `input points must be those of the output turned and scaled, got ${pairs.length} that are all in one place, or mirrored, in item ${item}. estimateAffine can mirror`,
    );
  }
  const [cosine, sine] = [along / extent, beside / extent];
  return [
    Math.log(correlation / extent),
    Math.atan2(beside, along),
    input[0] - (cosine * output[0] - sine * output[1]),
    input[1] - (sine * output[0] + cosine * output[1]),
  ];
}
