import { expect, test } from 'vitest';

import { similarityTheta } from '../src/distortion.js';
import { linearPart, multiply2, rotationAngle } from '../src/rotation-angle.js';

test('rotationAngle is positive for clockwise rotations', () => {
  // Right becomes down: clockwise.
  expect(rotationAngle([0, -1, 1, 0])).toBeCloseTo(90, 12);
  expect(rotationAngle([2, 0, 0, 2])).toBe(0);
  expect(rotationAngle([-1, 0, 0, -1])).toBe(180);
});

test('rotationAngle of a stretching matrix is that of the nearest rotation', () => {
  const [a, b, c, d] = [3, -2, 1, 0.5] as const;
  const distance = (degrees: number): number => {
    const angle = (degrees * Math.PI) / 180;
    return Math.hypot(
      a - Math.cos(angle),
      b + Math.sin(angle),
      c - Math.sin(angle),
      d - Math.cos(angle),
    );
  };
  const tried = Array.from({ length: 3600 }, (_, index) => index / 10 - 180);
  const nearest = tried.reduce((best, one) => (distance(one) < distance(best) ? one : best));
  expect(Math.abs(rotationAngle([a, b, c, d]) - nearest)).toBeLessThanOrEqual(0.05);
});

test('rotationAngle of a θ is the negative angle of the digit, and 0 after a rectifying θ', () => {
  for (const degrees of [-170, -90, -30, 0, 45, 90, 179]) {
    const angle = (degrees * Math.PI) / 180;
    const theta = linearPart(similarityTheta({ angle, scale: 0.8, shift: [3, 1] }, 42));
    expect(rotationAngle(theta)).toBeCloseTo(-degrees, 6);
    const back = linearPart(similarityTheta({ angle: -angle, scale: 1, shift: [0, 0] }, 28));
    expect(rotationAngle(multiply2(theta, back))).toBeCloseTo(0, 6);
  }
});

test('multiply2 applies the second matrix first', () => {
  // As numpy multiplies them.
  expect(multiply2([1, 2, 3, 4], [5, 6, 7, 8])).toEqual([19, 22, 43, 50]);
});

test('linearPart leaves out the shift', () => {
  expect(linearPart([1, 2, 3, 4, 5, 6])).toEqual([1, 2, 4, 5]);
  expect(linearPart(Float32Array.of(1, 2, 3, 4, 5, 6))).toEqual([1, 2, 4, 5]);
});
