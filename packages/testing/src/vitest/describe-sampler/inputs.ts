import { tensor2d, tensor3d, tensor4d, type Tensor4D } from '@tensorflow/tfjs-core';
import type { OutputSize, SamplingField } from '@tfjs-stn/core';
import { fieldGrid } from '@tfjs-stn/core/fields';

import { randomArray, seededRandom } from '../../cases/seeded-random.js';
import type { DenseArray } from '../../oracle/dense-array.js';
import { baseCoordinate } from '../../oracle/pixel-coordinate.js';

/** `[height, width]` of the fields of affine maps. */
export const contractSize: OutputSize = [3, 4];

/** A different affine map for each item: it shrinks, rotates and translates. */
export function affineRows(batch: number): number[][] {
  return Array.from({ length: batch }, (_, item) => [
    1.31 + 0.2 * item,
    0.23,
    0.07,
    -0.19,
    1.17 - 0.3 * item,
    -0.05 * item,
  ]);
}

/** The same affine maps as every kind of field. */
export function affineFields(batch: number, alignCorners: boolean): SamplingField[] {
  const rows = affineRows(batch);
  const shared = { outputSize: contractSize, alignCorners };
  const matrix = tensor3d(
    rows.flatMap((row) => [...row, 0, 0, 1]),
    [batch, 3, 3],
  );
  const homography = { kind: 'homography', matrix, ...shared } as const;
  const [height, width] = contractSize;
  const terms = Array.from({ length: height * width }, (_, pixel) => [
    baseCoordinate(pixel % width, width, alignCorners, Math.fround),
    baseCoordinate(Math.floor(pixel / width), height, alignCorners, Math.fround),
    1,
  ]);
  const coefficients = rows.flatMap(([a, b, tx, c, d, ty]) => [a, c, b, d, tx, ty] as number[]);
  return [
    homography,
    {
      kind: 'basis',
      basis: tensor2d(terms.flat(), [height * width, 3]),
      coefficients: tensor3d(coefficients, [batch, 3, 2]),
      ...shared,
    },
    { kind: 'grid', grid: fieldGrid(homography), ...shared },
  ];
}

/** A grid field of single points. */
export function pointField(points: readonly (readonly [number, number])[]): SamplingField {
  const grid = tensor4d(points.flat(), [1, 1, points.length, 2]);
  return { kind: 'grid', grid, outputSize: [1, points.length], alignCorners: false };
}

/** Seeded values in [-1, 1). */
export function randomImage(shape: readonly number[], seed = 1): Tensor4D {
  return tensor4dOf(randomArray(seededRandom(seed), shape, -1, 1));
}

/** An array of the oracle as a tensor. */
export function tensor4dOf({ shape, data }: DenseArray): Tensor4D {
  return tensor4d(data as Float32Array, [...shape] as [number, number, number, number]);
}
