import { tensor2d, tidy, type Tensor2D } from '@tensorflow/tfjs-core';
import type { Factory, JsonObject, OutputSize, Transform, TransformFactory } from '@tfjs-stn/core';

import { seededRandom } from '../../cases/seeded-random.js';
import { elementCount, type Float64Dense } from '../../oracle/dense-array.js';
import { oracleHomographyGrid } from '../../oracle/homography-field.js';

/** A transform with one config, and what it is compared with. */
export interface TransformSubject {
  readonly factory: TransformFactory;
  readonly config: JsonObject;
  /** Largest distance of a component of θ from the identity. */
  readonly spread: number;
  readonly reference: PointReference | undefined;
}

/** Maps one output point in float64. */
type PointReference = (
  theta: readonly number[],
  x: number,
  y: number,
) => readonly [x: number, y: number];

/** The output size of most tests: height and width differ, and neither is 1. */
export const someSize: OutputSize = [3, 4];

/** Creates the transform like the registry, with a copy of the config. */
export function make({ factory, config }: TransformSubject, extra: JsonObject = {}): Transform {
  const create = factory as Factory<Transform, readonly unknown[]>;
  return create({ ...structuredClone(config), ...extra });
}

/** Creates the transform, uses it in a tidy, and disposes it. */
export function useTransform(subject: TransformSubject, use: (transform: Transform) => void): void {
  const transform = make(subject);
  try {
    tidy(() => use(transform));
  } finally {
    transform.dispose?.();
  }
}

/**
 * A random θ near the identity for each item of a batch.
 *
 * Convention: the distance is a multiple of 1/1024, so that with an identity of zeros and ones
 * float32 rounds neither θ nor a step from it.
 */
export function someThetas(
  { identity }: Transform,
  { spread }: TransformSubject,
  batch: number,
): number[][] {
  const random = seededRandom(7);
  const offset = (): number => Math.round(spread * (2 * random() - 1) * 1024) / 1024;
  return Array.from({ length: batch }, () =>
    identity.map((value) => Math.fround(value + offset())),
  );
}

/** `[batch, paramCount]` */
export function thetaTensor({ paramCount }: Transform, thetas: readonly number[][]): Tensor2D {
  return tensor2d(Float32Array.from(thetas.flat()), [thetas.length, paramCount]);
}

/** `[1, outHeight, outWidth, 2]`: the normalised (x, y) of every output pixel, in float64. */
export function outputPoints(outputSize: OutputSize, alignCorners: boolean): Float64Dense {
  const matrix = { shape: [1, 3, 3], data: [1, 0, 0, 0, 1, 0, 0, 0, 1] };
  return oracleHomographyGrid({ matrix, outputSize, alignCorners });
}

/** `[batch, outHeight, outWidth, 2]`: the reference at every output pixel, in float64. */
export function referenceGrid(
  reference: PointReference,
  thetas: readonly (readonly number[])[],
  outputSize: OutputSize,
  alignCorners: boolean,
): Float64Dense {
  const { data: points } = outputPoints(outputSize, alignCorners);
  const shape = [thetas.length, ...outputSize, 2];
  const data = new Float64Array(elementCount(shape));
  thetas.forEach((theta, item) => {
    for (let at = 0; at < points.length; at += 2) {
      const point = reference(theta, points[at] as number, points[at + 1] as number);
      data.set(point, item * points.length + at);
    }
  });
  return { shape, data };
}
