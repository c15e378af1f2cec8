import { tensor, type Tensor } from '@tensorflow/tfjs-core';
import type { Sequential } from '@tensorflow/tfjs-layers';

import type { Shape } from '../cases/shape.js';
import { requireClose } from '../checks/require-close.js';
import { expectedLogits, expectedLoss, type Weight } from './expected-logits.js';
import { innerSide, learningRate } from './st-cnn-model.js';

/** The first images of a batch, with their labels. */
export interface StCnnSample {
  readonly shape: Shape;
  readonly pixels: Float32Array;
  readonly labels: readonly number[];
  /** `[batch, 10]` */
  readonly targets: Tensor;
}

const tolerance = 2e-4;
/** What a weight is moved by to see its gradient. */
const nudge = 1e-7;

/**
 * Holds the logits against a net computed in float64.
 *
 * @returns the largest error
 * @throws WrongResult
 */
export async function checkInference(
  model: Sequential,
  { shape, pixels }: StCnnSample,
): Promise<number> {
  const images = tensor(pixels, [...shape]);
  const logits = model.predictOnBatch(images) as Tensor;
  const values = await logits.data();
  [images, logits].forEach((held) => held.dispose());
  const expected = expectedLogits(await weightsOf(model), pixels, shape, innerSide);
  return requireClose('the logits', Float32Array.from(values), expected, tolerance);
}

/**
 * Takes one step, and holds how far weights have moved against central differences of the loss in
 * float64: of θ's biases, a filter of the first convolution and a weight of the last layer.
 *
 * @returns the largest error of a gradient
 * @throws WrongResult
 */
export async function checkTraining(
  model: Sequential,
  { shape, pixels, labels, targets }: StCnnSample,
): Promise<number> {
  const before = await weightsOf(model);
  const images = tensor(pixels, [...shape]);
  await model.trainOnBatch(images, targets);
  images.dispose();
  const after = await weightsOf(model);
  const last = before.length - 1;
  const watched = [
    [last - 6, 0],
    [last - 6, 5],
    [last - 5, 40],
    [last - 1, 11],
  ] as const;
  const lossAt = (weight: number, entry: number, by: number): number => {
    const moved = before.map(({ shape: own, data }, index) => ({
      shape: own,
      data: index === weight ? data.map((value, at) => (at === entry ? value + by : value)) : data,
    }));
    return expectedLoss(expectedLogits(moved, pixels, shape, innerSide), labels);
  };
  return requireClose(
    'the gradients of the training step',
    watched.map(([weight, entry]) => {
      const [old, now] = [before, after].map((weights) => weights[weight]?.data[entry] ?? NaN);
      return ((old ?? NaN) - (now ?? NaN)) / learningRate;
    }),
    watched.map(
      ([weight, entry]) =>
        (lossAt(weight, entry, nudge) - lossAt(weight, entry, -nudge)) / (2 * nudge),
    ),
    tolerance,
  );
}

async function weightsOf(model: Sequential): Promise<Weight[]> {
  return Promise.all(
    model.getWeights().map(async (weight) => ({
      shape: [...weight.shape],
      data: Float64Array.from(await weight.data()),
    })),
  );
}
