import { createTransform, registerTransform } from '@tfjs-stn/core';
import { bsplineFfd, flow, flowTransforms, polynomial } from '@tfjs-stn/transform-flow';
import { afterEach, expect, it } from 'vitest';

const undo: (() => void)[] = [];
afterEach(() => undo.splice(0).forEach((unregister) => unregister()));

it('flowTransforms registers every transform of the package by name', () => {
  expect(new Set(flowTransforms)).toEqual(new Set([flow, bsplineFfd, polynomial]));
  for (const factory of flowTransforms) undo.push(registerTransform(factory));
  expect(createTransform('flow', { size: [3, 5] }).paramCount).toBe(30);
  expect(createTransform('bsplineFfd', { controlPoints: [4, 6] }).paramCount).toBe(48);
  expect(createTransform('polynomial', { degree: 2 }).identity).toEqual([
    0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0,
  ]);
});
