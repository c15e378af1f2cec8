import { expect, test } from 'vitest';

import { distortions } from '../src/distortion/distortions.js';
import { easedDistortion } from '../src/distortion/eased-distortion.js';

const full = distortions['rotation-translation-scale'];

test('a distortion grows from nothing to its full size', () => {
  expect(easedDistortion(full, 0)).toMatchObject({ maxAngle: 0, maxShift: 0, scale: [1, 1] });
  const half = easedDistortion(full, 0.3);
  expect(half.maxAngle).toBeCloseTo(full.maxAngle / 2);
  expect(half.maxShift).toBeCloseTo(full.maxShift / 2);
  expect(half.scale[0]).toBeCloseTo(0.85);
  expect(half.scale[1]).toBeCloseTo(1.1);
  for (const progress of [0.6, 0.61, 1]) expect(easedDistortion(full, progress)).toEqual(full);
});

test('the image keeps its size, for the models are built for it', () => {
  expect(easedDistortion(full, 0.1).imageSize).toBe(full.imageSize);
});
