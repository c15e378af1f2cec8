import { concat, type Tensor, type Tensor4D } from '@tensorflow/tfjs-core';
import { generateGrid, type OutputSize, type SamplingField } from '@tfjs-stn/core';
import { coverage, fieldJacobian } from '@tfjs-stn/core/fields';
import { fieldTensors } from '@tfjs-stn/core/~internal';
import { expect } from 'vitest';

import { expectClose } from '../../matchers/expect-close.js';
import {
  outputPoints,
  referenceGrid,
  someSize,
  someThetas,
  thetaTensor,
  useTransform,
  type TransformSubject,
} from './subject.js';

const identitySizes: readonly OutputSize[] = [
  [1, 1],
  [1, 5],
  [4, 1],
  [2, 2],
  [5, 7],
  [32, 24],
];

const referenceSizes: readonly OutputSize[] = [
  [1, 1],
  [3, 4],
  [17, 9],
];

/** The identity θ maps every output point to itself. */
export function checkIdentity(subject: TransformSubject): void {
  useTransform(subject, (transform) => {
    const theta = thetaTensor(transform, [[...transform.identity]]);
    for (const outputSize of identitySizes) {
      for (const alignCorners of [false, true]) {
        const grid = generateGrid(transform, theta, { outputSize, alignCorners });
        const what = `identity at [${outputSize.join(', ')}], alignCorners ${alignCorners}`;
        expectClose(grid, outputPoints(outputSize, alignCorners), { rtol: 0, atol: 1e-6, what });
      }
    }
  });
}

/** The field has the given size and alignCorners, and tensors of the shapes of its kind. */
export function checkField(subject: TransformSubject): void {
  useTransform(subject, (transform) => {
    for (const batch of [1, 3]) {
      const theta = thetaTensor(transform, someThetas(transform, subject, batch));
      for (const alignCorners of [false, true]) {
        const outputSize: [number, number] = [...someSize];
        const field = transform.field(theta, { outputSize, alignCorners });
        // A gradient may look at the field long after its caller has other plans with the array.
        outputSize.fill(1000);
        expect(['homography', 'basis', 'grid'], 'kind').toContain(field.kind);
        expect(field.outputSize, 'outputSize').toEqual(someSize);
        expect(field.alignCorners, 'alignCorners').toBe(alignCorners);
        const tensors = fieldTensors(field);
        expect(shapesOf(tensors), 'shapes').toEqual(expectedShapes(field, batch));
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

function expectedShapes(field: SamplingField, batch: number): Record<string, number[]> {
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

/** A batch of θ gives the same as its items separately. */
export function checkBatch(subject: TransformSubject): void {
  useTransform(subject, (transform) => {
    const thetas = someThetas(transform, subject, 3);
    for (const alignCorners of [false, true]) {
      const grid = (items: readonly number[][]): Tensor4D =>
        generateGrid(transform, thetaTensor(transform, items), {
          outputSize: someSize,
          alignCorners,
        });
      const oneByOne = concat(thetas.map((theta) => grid([theta])));
      // A product of other matrices may add in another order and round differently.
      expectClose(grid(thetas), oneByOne, { rtol: 1e-6, atol: 1e-6, what: 'grids of a batch' });
    }
  });
}

/** An output without pixels and an empty batch are valid. */
export function checkEmpty(subject: TransformSubject): void {
  useTransform(subject, (transform) => {
    const theta = thetaTensor(transform, someThetas(transform, subject, 2));
    const shapeOf = (size: OutputSize): number[] =>
      generateGrid(transform, theta, { outputSize: size }).shape;
    expect(shapeOf([0, 3]), 'shape of grids without rows').toEqual([2, 0, 3, 2]);
    expect(shapeOf([3, 0]), 'shape of grids without columns').toEqual([2, 3, 0, 2]);
    const none = generateGrid(transform, thetaTensor(transform, []), {
      outputSize: someSize,
    }).shape;
    expect(none, 'shape of the grids of no theta').toEqual([0, ...someSize, 2]);
    checkNone(transform.field(theta, { outputSize: [0, 3] }), [2, 0, 3]);
    checkNone(transform.field(thetaTensor(transform, []), { outputSize: someSize }), [
      0,
      ...someSize,
    ]);
  });
}

/** Jacobians and coverage of a field without points are empty. */
function checkNone(field: SamplingField, shape: readonly number[]): void {
  const { perColumn, perRow } = fieldJacobian(field, someSize);
  for (const result of [perColumn, perRow, coverage(field, someSize)]) {
    expect(result.shape.slice(0, 3), 'shape').toEqual(shape);
    expect(result.dataSync().length, 'values').toBe(0);
  }
}

/** The field agrees with the float64 reference. */
export function checkReference(subject: TransformSubject): void {
  const { reference } = subject;
  if (reference === undefined) return;
  useTransform(subject, (transform) => {
    const thetas = someThetas(transform, subject, 3);
    const theta = thetaTensor(transform, thetas);
    for (const outputSize of referenceSizes) {
      for (const alignCorners of [false, true]) {
        const grid = generateGrid(transform, theta, { outputSize, alignCorners });
        const expected = referenceGrid(reference, thetas, outputSize, alignCorners);
        const what = `grid at [${outputSize.join(', ')}], alignCorners ${alignCorners}`;
        expectClose(grid, expected, { rtol: 1e-5, atol: 2e-6, what });
      }
    }
  });
}
