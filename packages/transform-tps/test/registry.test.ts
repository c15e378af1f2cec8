import { createTransform, registerTransform } from '@tfjs-stn/core';
import { tps, tpsDisplacement, tpsPoints, tpsTransforms } from '@tfjs-stn/transform-tps';
import { afterEach, expect, it } from 'vitest';

const undo: (() => void)[] = [];
afterEach(() => undo.splice(0).forEach((unregister) => unregister()));

it('tpsTransforms registers every transform of the package by name', () => {
  expect(new Set(tpsTransforms)).toEqual(new Set([tps, tpsDisplacement, tpsPoints]));
  for (const factory of tpsTransforms) undo.push(registerTransform(factory));
  expect(createTransform('tps', { controlPoints: [4, 3] }).paramCount).toBe(24);
  expect(
    createTransform('tpsDisplacement', { controlPoints: [4, 4], boundaryPins: 1 }).identity,
  ).toEqual(Array<number>(8).fill(0));
  const points = [
    [0, 0],
    [0.5, 0],
    [0, 0.5],
  ] as const;
  expect(createTransform('tpsPoints', { points }).identity).toEqual(points.flat());
});
