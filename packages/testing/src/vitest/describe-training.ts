import {
  losses,
  tensor2d,
  tensor4d,
  tidy,
  train,
  variable,
  type Scalar,
  type Tensor4D,
} from '@tensorflow/tfjs-core';
import { spatialTransformer, type Sampler, type Transform } from '@tfjs-stn/core';
import { expect, it } from 'vitest';

import { seededRandom } from '../cases/seeded-random.js';
import { expectNoLeak } from '../matchers/expect-no-leak.js';

/** How {@link describeTraining} trains. */
export interface TrainingOptions {
  /** A sampler that is differentiable with respect to the coordinates. */
  readonly sampler: Sampler;
  /** Each component of the target's θ is half of this to all of it away. Default 0.2. */
  readonly spread?: number | undefined;
  /** Steps of Adam with a learning rate of 0.02. Default 80. */
  readonly steps?: number | undefined;
}

/**
 * Declares a vitest test that a transform can be trained on the current backend: starting at the
 * identity, gradient descent recovers an image that was warped by another θ. The loss must fall
 * below 1/200 of its first value, and no tensor may leak.
 *
 * @param title names the transform in the test's title
 * @param make makes the transform; it is disposed afterwards
 */
export function describeTraining(
  title: string,
  make: () => Transform,
  options: TrainingOptions,
): void {
  it(`${title} learns the θ of a warped image by gradient descent`, () => {
    expectNoLeak(() => {
      const { before, after } = fit(make(), options);
      expect(before, 'loss before').toBeGreaterThan(1e-3);
      expect(after, 'loss after').toBeLessThan(before / 200);
    });
  });
}

/** Smooth, so that the loss has a slope everywhere. */
function smoothImage(): Tensor4D {
  const wave = (x: number, y: number): number =>
    Math.sin(0.5 * x + 0.2 * y) + Math.cos(0.4 * y - 0.1 * x);
  const pixels = Array.from({ length: 256 }, (_, i) => wave(i % 16, Math.floor(i / 16)));
  return tensor4d(pixels, [1, 16, 16, 1]);
}

/** @returns the loss before and after the training */
function fit(
  transform: Transform,
  { sampler, spread = 0.2, steps = 80 }: TrainingOptions,
): { before: number; after: number } {
  const { paramCount, identity } = transform;
  const outputSize = [8, 8] as const;
  const transformer = spatialTransformer({ transform, sampler, outputSize, padding: 'border' });
  const random = seededRandom(9);
  const distance = (): number => (random() < 0.5 ? -1 : 1) * (spread / 2) * (1 + random());
  const goal = identity.map((value) => value + distance());
  const image = smoothImage();
  const target = tidy(() => transformer.apply(image, tensor2d(goal, [1, paramCount])));
  const theta = tidy(() => variable(tensor2d([...identity], [1, paramCount])));
  const optimizer = train.adam(0.02);
  const loss = (): Scalar => losses.meanSquaredError(target, transformer.apply(image, theta));
  const lossValue = (): number => tidy(() => loss().dataSync()[0] as number);
  try {
    const before = lossValue();
    for (let step = 0; step < steps; step++) optimizer.minimize(loss);
    return { before, after: lossValue() };
  } finally {
    for (const held of [image, target, theta, optimizer, transform]) held.dispose?.();
  }
}
