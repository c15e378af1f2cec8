import { tensor2d, tidy, type Tensor2D } from '@tensorflow/tfjs-core';
import type { Factory, JsonObject, OutputSize, Transform, TransformFactory } from '@tfjs-stn/core';

import { seededRandom } from '../../cases/seeded-random.js';

/** One transform of one config, and what it is judged by. */
export interface TransformSubject {
  readonly factory: TransformFactory;
  readonly config: JsonObject;
  /** How far each component of θ is drawn from the identity at most. */
  readonly spread: number;
  readonly reference: PointReference | undefined;
}

/** Where one output point looks, in float64. */
export type PointReference = (
  theta: readonly number[],
  x: number,
  y: number,
) => readonly [x: number, y: number];

/** The output size that fields are looked at with: height and width differ, and neither is 1. */
export const someSize: OutputSize = [3, 4];

/** Makes the transform as the registry does, with a config of its own. */
export function make({ factory, config }: TransformSubject, extra: JsonObject = {}): Transform {
  const create = factory as Factory<Transform, readonly unknown[]>;
  return create({ ...structuredClone(config), ...extra });
}

/** Makes the transform, uses it in a tidy, and disposes it. */
export function useTransform(subject: TransformSubject, use: (transform: Transform) => void): void {
  const transform = make(subject);
  try {
    tidy(() => use(transform));
  } finally {
    transform.dispose?.();
  }
}

/**
 * θ for each item of a batch, around the identity and different from item to item.
 *
 * Convention: the distance is a multiple of 1/1024, so that with an identity of zeros and ones
 * neither θ nor a step away from it is rounded in float32.
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
