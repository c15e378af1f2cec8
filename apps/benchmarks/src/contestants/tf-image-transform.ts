import { image as tfImage, tensor2d, tensor4d } from '@tensorflow/tfjs-core';

import { checkOutput } from '../checks/check-sampling.js';
import { pixelMatrix } from '../fields/pixel-matrix.js';
import type { TfjsHost } from '../hosts/tfjs-host.js';
import type { PosedSampling } from '../problems/pose-sampling.js';
import { Absent } from './absent.js';
import type { Entry } from './entry.js';
import { tensorEntry } from './tensor-entry.js';

/**
 * tfjs's own projective transform, which maps pixels and has no gradient.
 *
 * @throws Absent on the cpu backend for a batch: there it transforms only the first image
 */
export function tfImageTransform(host: TfjsHost, posed: PosedSampling): Entry {
  const { problem } = posed;
  const [batch, height, width] = problem.shape;
  if (host.slow && batch > 1) throw new Absent('on cpu it transforms only the first of a batch');
  const rows = Array.from({ length: batch }, (_, item) => {
    const matrix = pixelMatrix(problem, item);
    return matrix.slice(0, 8).map((value) => value / (matrix[8] ?? NaN));
  });
  const image = tensor4d(problem.image, [...problem.shape]);
  const transforms = tensor2d(rows, [batch, 8]);
  const interpolation = problem.sampler === 'nearest' ? 'nearest' : 'bilinear';
  const compute = () => [
    tfImage.transform(image, transforms, interpolation, 'constant', 0, [height, width]),
  ];
  return tensorEntry(host, {
    compute,
    async check() {
      const [output] = compute();
      const values = Float32Array.from((await output?.data()) ?? []);
      output?.dispose();
      return checkOutput(problem, posed.expectation, values);
    },
    dispose: () => [image, transforms].forEach((held) => held.dispose()),
  });
}
