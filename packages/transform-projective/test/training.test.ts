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
import { spatialTransformer, type Transform } from '@tfjs-stn/core';
import { bilinear } from '@tfjs-stn/sampler-bilinear';
import { expectNoLeak, seededRandom } from '@tfjs-stn/testing';
import { describeBackends } from '@tfjs-stn/testing/vitest';
import { projectiveTransforms } from '@tfjs-stn/transform-projective';
import { expect, it } from 'vitest';

import { hooks } from './backends.js';

/** Smooth, so that there is a slope to go down everywhere. */
function smoothImage(): Tensor4D {
  const wave = (x: number, y: number): number =>
    Math.sin(0.5 * x + 0.2 * y) + Math.cos(0.4 * y - 0.1 * x);
  const pixels = Array.from({ length: 256 }, (_, i) => wave(i % 16, Math.floor(i / 16)));
  return tensor4d(pixels, [1, 16, 16, 1]);
}

/** Fits θ to a target that another θ made; gives the loss before and after. */
function fit(transform: Transform): { before: number; after: number } {
  const { paramCount, identity } = transform;
  const transformer = spatialTransformer({
    transform,
    sampler: bilinear(),
    outputSize: [8, 8],
    padding: 'border',
  });
  const random = seededRandom(9);
  const image = smoothImage();
  const target = tidy(() => {
    const goal = identity.map((value) => value + 0.1 * (random() < 0.5 ? -1 : 1) * (1 + random()));
    return transformer.apply(image, tensor2d(goal, [1, paramCount]));
  });
  const theta = tidy(() => variable(tensor2d([...identity], [1, paramCount])));
  const optimizer = train.adam(0.02);
  const loss = (): Scalar => losses.meanSquaredError(target, transformer.apply(image, theta));
  const before = tidy(() => loss().dataSync()[0] as number);
  for (let step = 0; step < 80; step++) optimizer.minimize(loss);
  const after = tidy(() => loss().dataSync()[0] as number);
  for (const held of [image, target, theta, optimizer]) held.dispose();
  return { before, after };
}

describeBackends(
  ['wasm'],
  () => {
    it.each(projectiveTransforms.map((factory) => [factory.factoryName, factory] as const))(
      '%s finds the θ that made an image',
      (_name, factory) => {
        expectNoLeak(() => {
          const { before, after } = fit(factory());
          expect(before).toBeGreaterThan(1e-3);
          expect(after).toBeLessThan(before / 200);
        });
      },
    );
  },
  hooks,
);
