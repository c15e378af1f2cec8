import { seededRandom } from '@tfjs-stn/testing';

import { valueCount, type Shape } from '../cases/shape.js';

/** A batch for the ST-CNN, and what of it the float64 net has to compute. */
export interface StCnnProblem {
  readonly shape: Shape;
  /** `[batch, height, width, channels]`: a few images, again and again. */
  readonly pixels: Float32Array;
  /** `[batch]`, 0 to 9. */
  readonly labels: readonly number[];
  /** The images that there are, each as often in the batch as the others. */
  readonly few: {
    readonly shape: Shape;
    readonly pixels: Float32Array;
    readonly labels: readonly number[];
  };
}

/**
 * Two images fill a batch, so that logits, loss and gradients of all of it can be computed in
 * float64: the mean over the batch is the mean over the two.
 */
export function stCnnProblem(shape: Shape, seed: number): StCnnProblem {
  const [batch, height, width, channels] = shape;
  const count = batch % 2 === 0 ? 2 : 1;
  const few: Shape = [count, height, width, channels];
  const random = seededRandom(seed);
  const images = Float32Array.from({ length: valueCount(few) }, random);
  const labels = Array.from({ length: count }, () => Math.floor(random() * 10));
  return {
    shape,
    pixels: Float32Array.from(
      { length: valueCount(shape) },
      (_, index) => images[index % images.length] ?? NaN,
    ),
    labels: Array.from({ length: batch }, (_, item) => labels[item % count] ?? NaN),
    few: { shape: few, pixels: images, labels },
  };
}
