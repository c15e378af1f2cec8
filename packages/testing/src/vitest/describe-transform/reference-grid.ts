import type { OutputSize } from '@tfjs-stn/core';

import { elementCount, type Float64Dense } from '../../oracle/dense-array.js';
import { outputPoints } from './output-points.js';
import type { PointReference } from './subject.js';

/** `[batch, outHeight, outWidth, 2]`: a reference at every output pixel, in float64. */
export function referenceGrid(
  reference: PointReference,
  thetas: readonly (readonly number[])[],
  outputSize: OutputSize,
  alignCorners: boolean,
): Float64Dense {
  const { data: points } = outputPoints(outputSize, alignCorners);
  const shape = [thetas.length, ...outputSize, 2];
  const data = new Float64Array(elementCount(shape));
  thetas.forEach((theta, item) => {
    for (let at = 0; at < points.length; at += 2) {
      const point = reference(theta, points[at] as number, points[at + 1] as number);
      data.set(point, item * points.length + at);
    }
  });
  return { shape, data };
}
