import type { Tensor } from '@tensorflow/tfjs-core';
import type { SamplingField } from '@tfjs-stn/core';
import { expect } from 'vitest';

import { fieldTensors } from './field-tensors.js';
import {
  someSize,
  someThetas,
  thetaTensor,
  useTransform,
  type TransformSubject,
} from './subject.js';

/** The field carries what it was asked for, and its tensors are what its kind says. */
export function checkField(subject: TransformSubject): void {
  useTransform(subject, (transform) => {
    for (const batch of [1, 3]) {
      const theta = thetaTensor(transform, someThetas(transform, subject, batch));
      for (const alignCorners of [false, true]) {
        const field = transform.field(theta, someSize, alignCorners);
        expect(['homography', 'basis', 'grid'], 'kind').toContain(field.kind);
        expect(field.outputSize, 'outputSize').toEqual(someSize);
        expect(field.alignCorners, 'alignCorners').toBe(alignCorners);
        const tensors = fieldTensors(field);
        expect(shapesOf(tensors), 'shapes').toEqual(promisedShapes(field, batch));
        expect(new Set(Object.values(tensors).map(({ dtype }) => dtype)), 'types').toEqual(
          new Set(['float32']),
        );
      }
    }
  });
}

function shapesOf(tensors: Readonly<Record<string, Tensor>>): Record<string, number[]> {
  return Object.fromEntries(Object.entries(tensors).map(([name, { shape }]) => [name, shape]));
}

function promisedShapes(field: SamplingField, batch: number): Record<string, number[]> {
  const [height, width] = someSize;
  switch (field.kind) {
    case 'homography':
      return { matrix: [batch, 3, 3] };
    case 'basis': {
      const [, terms] = field.basis.shape;
      return { basis: [height * width, terms], coefficients: [batch, terms, 2] };
    }
    case 'grid':
      return { grid: [batch, height, width, 2] };
    default:
      return field satisfies never;
  }
}
