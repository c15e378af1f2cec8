import { image as tfImage, tensor2d, tensor4d } from '@tensorflow/tfjs-core';

import { pixelMatrix } from '../fields/pixel-matrix.js';
import type { TfjsHost } from '../hosts/tfjs-host.js';
import type { PosedSampling } from '../problems/pose-sampling.js';
import type { SamplingProblem } from '../problems/sampling-problem.js';
import { Absent } from './absent.js';
import type { Entry } from './entry.js';
import { outputEntry } from './output-entry.js';
import { requireKernel } from './require-kernel.js';

/**
 * tfjs's own projective transform, which maps pixels and has no gradient.
 *
 * @throws Absent on the cpu backend for a batch: there it transforms only the first image; and where the backend has no kernel
 */
export function tfImageTransform(host: TfjsHost, posed: PosedSampling): Entry {
  const { problem } = posed;
  const [batch, height, width] = problem.shape;
  if (host.slow && batch > 1) throw new Absent('on cpu it transforms only the first of a batch');
  requireKernel('Transform');
  const rows = pixelRows(problem);
  const image = tensor4d(problem.image, [...problem.shape]);
  const transforms = tensor2d(rows, [batch, 8]);
  const interpolation = problem.sampler === 'nearest' ? 'nearest' : 'bilinear';
  return outputEntry(host, posed, {
    compute: () =>
      tfImage.transform(image, transforms, interpolation, 'constant', 0, [height, width]),
    dispose: () => [image, transforms].forEach((held) => held.dispose()),
  });
}

/** One row of eight for each image of the batch: the matrix in pixels, its last entry being 1. */
export function pixelRows(problem: SamplingProblem): number[][] {
  return Array.from({ length: problem.shape[0] }, (_, item) => {
    const matrix = pixelMatrix(problem, item);
    return matrix.slice(0, 8).map((value) => value / (matrix[8] ?? NaN));
  });
}
