import { generateGrid, type OutputSize } from '@tfjs-stn/core';

import { expectClose } from '../../matchers/expect-close.js';
import { outputPoints } from './output-points.js';
import { thetaTensor, useTransform, type TransformSubject } from './subject.js';

const sizes: readonly OutputSize[] = [
  [1, 1],
  [1, 5],
  [4, 1],
  [2, 2],
  [5, 7],
  [32, 24],
];

/** The identity θ makes every output point look at itself. */
export function checkIdentity(subject: TransformSubject): void {
  useTransform(subject, (transform) => {
    const theta = thetaTensor(transform, [[...transform.identity]]);
    for (const outputSize of sizes) {
      for (const alignCorners of [false, true]) {
        const grid = generateGrid(transform, theta, outputSize, { alignCorners });
        const what = `identity at [${outputSize.join(', ')}], alignCorners ${alignCorners}`;
        expectClose(grid, outputPoints(outputSize, alignCorners), { rtol: 0, atol: 1e-6, what });
      }
    }
  });
}
