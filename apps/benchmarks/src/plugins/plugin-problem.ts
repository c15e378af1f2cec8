import { seededRandom } from '@tfjs-stn/testing';

import { valueCount, type Shape } from '../cases/shape.js';

/** What a plugin is given. */
export interface PluginProblem {
  readonly shape: Shape;
  /** `[batch, height, width, channels]` */
  readonly image: Float32Array;
  /** `[batch, paramCount]`, near the identity. */
  readonly theta: Float32Array;
}

/** How far θ is moved away from the identity, at most and per entry. */
const step = 0.05;

/** An image, and a θ a little beside the identity for every image of the batch. */
export function pluginProblem(
  shape: Shape,
  paramCount: number,
  identity: readonly number[],
  seed: number,
): PluginProblem {
  const random = seededRandom(seed);
  return {
    shape,
    theta: Float32Array.from(
      { length: shape[0] * paramCount },
      (_, index) => (identity[index % paramCount] ?? NaN) + step * (2 * random() - 1),
    ),
    image: Float32Array.from({ length: valueCount(shape) }, random),
  };
}
