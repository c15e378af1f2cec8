import { generateGrid, type OutputSize } from '@tfjs-stn/core';

import { expectClose } from '../../matchers/expect-close.js';
import { referenceGrid } from './reference-grid.js';
import { someThetas, thetaTensor, useTransform, type TransformSubject } from './subject.js';

const sizes: readonly OutputSize[] = [
  [1, 1],
  [3, 4],
  [17, 9],
];

/** The field is where the float64 reference says. */
export function checkReference(subject: TransformSubject): void {
  const { reference } = subject;
  if (reference === undefined) return;
  useTransform(subject, (transform) => {
    const thetas = someThetas(transform, subject, 3);
    const theta = thetaTensor(transform, thetas);
    for (const outputSize of sizes) {
      for (const alignCorners of [false, true]) {
        const grid = generateGrid(transform, theta, outputSize, { alignCorners });
        const expected = referenceGrid(reference, thetas, outputSize, alignCorners);
        const what = `grid at [${outputSize.join(', ')}], alignCorners ${alignCorners}`;
        expectClose(grid, expected, { rtol: 1e-5, atol: 2e-6, what });
      }
    }
  });
}
