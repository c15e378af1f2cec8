import { add, fill, mul, tensor2d, tidy, type Rank, type Tensor4D } from '@tensorflow/tfjs-core';
import { bilinear } from '@tfjs-stn/sampler-bilinear';
import { expectClose } from '@tfjs-stn/testing';
import { describeBackends } from '@tfjs-stn/testing/vitest';
import { affine } from '@tfjs-stn/transform-affine';
import * as fc from 'fast-check';
import { describe, it } from 'vitest';

import { spatialTransformer, type Padding } from '../src/index.js';
import { accelerated, referenceBackends, someImage } from './support.js';

const shapes = fc.record({
  batch: fc.integer({ min: 1, max: 3 }),
  height: fc.integer({ min: 1, max: 12 }),
  width: fc.integer({ min: 1, max: 12 }),
  channels: fc.integer({ min: 1, max: 9 }),
  seed: fc.integer({ min: 1, max: 1e6 }),
});
const paddings = fc.constantFrom<Padding>('zeros', 'border', 'reflection', 'wrap');
const parameters = fc.array(fc.double({ min: -2, max: 2, noNaN: true }), {
  minLength: 6,
  maxLength: 6,
});
const runs = { numRuns: 40, seed: 1 };

type Shape = typeof shapes extends fc.Arbitrary<infer Value> ? Value : never;

function imageOf({ batch, height, width, channels, seed }: Shape): Tensor4D {
  return someImage([batch, height, width, channels], seed);
}

function warpOf(
  shape: Shape,
  padding: Padding,
  theta: readonly number[],
): (image: Tensor4D) => Tensor4D {
  const transformer = spatialTransformer({
    transform: affine(),
    sampler: bilinear(),
    outputSize: [shape.height, shape.width],
    padding,
  });
  return (image: Tensor4D): Tensor4D => transformer.apply(image, tensor2d([...theta], [1, 6]));
}

function same(actual: Tensor4D, expected: Tensor4D): void {
  const data = expected.dataSync<'float32'>();
  expectClose(actual, { shape: expected.shape, data }, { rtol: 1e-5, atol: 2e-5 });
}

describeBackends(
  referenceBackends,
  () => {
    describe('for any image', () => {
      it('the identity leaves the image unchanged', () => {
        fc.assert(
          fc.property(shapes, paddings, (shape, padding) =>
            tidy(() => {
              const image = imageOf(shape);
              same(warpOf(shape, padding, affine().identity)(image), image);
            }),
          ),
          runs,
        );
      });

      it('warping is linear in the image', () => {
        fc.assert(
          fc.property(shapes, paddings, parameters, (shape, padding, theta) =>
            tidy(() => {
              const [a, b] = [imageOf(shape), imageOf({ ...shape, seed: shape.seed + 1 })];
              const warp = warpOf(shape, padding, theta);
              same(warp(add(mul(a, 3), b)), add(mul(warp(a), 3), warp(b)));
            }),
          ),
          runs,
        );
      });

      it('weights sum to 1: a constant image stays constant unless padded with zeros', () => {
        const inside = fc.constantFrom<Padding>('border', 'reflection', 'wrap');
        fc.assert(
          fc.property(shapes, inside, parameters, (shape, padding, theta) =>
            tidy(() => {
              const { batch, height, width, channels } = shape;
              const even = fill<Rank.R4>([batch, height, width, channels], 0.7);
              same(warpOf(shape, padding, theta)(even), even);
            }),
          ),
          runs,
        );
      });
    });
  },
  accelerated,
);
