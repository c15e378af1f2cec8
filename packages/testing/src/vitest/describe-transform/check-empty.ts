import { generateGrid, type OutputSize } from '@tfjs-stn/core';
import { expect } from 'vitest';

import {
  someSize,
  someThetas,
  thetaTensor,
  useTransform,
  type TransformSubject,
} from './subject.js';

/** An output without pixels is no error, nor is a batch without θ. */
export function checkEmpty(subject: TransformSubject): void {
  useTransform(subject, (transform) => {
    const theta = thetaTensor(transform, someThetas(transform, subject, 2));
    const shapeOf = (size: OutputSize): number[] => generateGrid(transform, theta, size).shape;
    expect(shapeOf([0, 3]), 'shape of grids without rows').toEqual([2, 0, 3, 2]);
    expect(shapeOf([3, 0]), 'shape of grids without columns').toEqual([2, 3, 0, 2]);
    const none = generateGrid(transform, thetaTensor(transform, []), someSize).shape;
    expect(none, 'shape of the grids of no theta').toEqual([0, ...someSize, 2]);
  });
}
