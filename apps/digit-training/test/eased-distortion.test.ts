import { expect, test } from 'vitest';

import { easedDistortion } from '../src/eased-distortion.js';

const full = { maxAngle: 45, scale: [0.7, 1.2], maxShift: 7 } as const;

test('a distortion grows from nothing to its full size', () => {
  expect(easedDistortion(full, 0)).toEqual({ maxAngle: 0, maxShift: 0, scale: [1, 1] });
  const half = easedDistortion(full, 0.3);
  expect(half.maxAngle).toBeCloseTo(22.5);
  expect(half.maxShift).toBeCloseTo(3.5);
  expect(half.scale[0]).toBeCloseTo(0.85);
  expect(half.scale[1]).toBeCloseTo(1.1);
  for (const progress of [0.6, 0.61, 1]) expect(easedDistortion(full, progress)).toEqual(full);
});
