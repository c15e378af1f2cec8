import { expect, test } from 'vitest';

import { similarityTheta, type Similarity } from '../src/similarity-theta.js';

/** A pixel of the digit, from its centre, as it is moved: turned, magnified, shifted. */
function moved([x, y]: readonly [number, number], { angle, scale, shift }: Similarity): number[] {
  return [
    scale * (Math.cos(angle) * x - Math.sin(angle) * y) + shift[0],
    scale * (Math.sin(angle) * x + Math.cos(angle) * y) + shift[1],
  ];
}

test.each([
  [28, { angle: Math.PI / 2, scale: 1, shift: [0, 0] }],
  [42, { angle: 0, scale: 1, shift: [5, -3] }],
  [42, { angle: -0.4, scale: 0.7, shift: [-2, 6] }],
  [60, { angle: 2, scale: 1.2, shift: [1, 1] }],
] satisfies readonly (readonly [number, Similarity])[])(
  'θ leads from where a pixel of an image %i wide is drawn to where the digit has it: %j',
  (imageSize, similarity) => {
    const [a11, a12, tx, a21, a22, ty] = similarityTheta(similarity, imageSize);
    for (const pixel of [
      [0, 0],
      [5, -3],
      [-14, 14],
    ] as const) {
      const [x = 0, y = 0] = moved(pixel, similarity).map((pixels) => pixels / (imageSize / 2));
      expect(14 * (a11 * x + a12 * y + tx)).toBeCloseTo(pixel[0], 10);
      expect(14 * (a21 * x + a22 * y + ty)).toBeCloseTo(pixel[1], 10);
    }
  },
);
