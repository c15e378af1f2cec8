import {
  div,
  grad,
  slice,
  tensor,
  tensor2d,
  tensor4d,
  tidy,
  type Tensor,
  type Tensor2D,
  type Tensor4D,
} from '@tensorflow/tfjs-core';
import { spatialTransformer } from '@tfjs-stn/core';
import { toMatrix } from '@tfjs-stn/core/homography';
import { bilinear } from '@tfjs-stn/sampler-bilinear';
import { expectClose, expectNoLeak } from '@tfjs-stn/testing';
import { loadGoldens } from '@tfjs-stn/testing/goldens';
import { describeBackends } from '@tfjs-stn/testing/vitest';
import { projectiveTransforms } from '@tfjs-stn/transform-projective';
import { expect, it } from 'vitest';

import { backends, hooks } from './backends.js';

interface Dense {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** A parameterisation in PyTorch, then `grid_sample`, with gradients by autograd. */
interface FamilyGolden {
  readonly name: string;
  readonly family: string;
  readonly padding: 'zeros' | 'border';
  readonly alignCorners: boolean;
  readonly outputSize: readonly [number, number];
  readonly image: Dense;
  readonly theta: Dense;
  readonly outputGradient: Dense;
  /** Expected, like the rest. */
  readonly matrix: Dense;
  readonly output: Dense;
  readonly imageGradient: Dense;
  readonly thetaGradient: Dense;
}

const goldens = loadGoldens<FamilyGolden>('homography-family');
const ours = projectiveTransforms.flatMap((factory) =>
  goldens
    .filter(({ family }) => family === factory.factoryName)
    .map((golden) => ({ name: golden.name, golden, transform: factory() })),
);

function images({ shape, data }: Dense): Tensor4D {
  return tensor4d(data, [...shape] as [number, number, number, number]);
}

/** Homographies are the same at any scale: the last entry made 1. */
function scaled(matrix: Tensor): Tensor {
  return div(matrix, slice(matrix, [0, 2, 2], [-1, 1, 1]));
}

it('has goldens of every parameterisation', () => {
  expect(ours).toHaveLength(8 * projectiveTransforms.length);
});

describeBackends(
  backends,
  () => {
    it.each(ours)('agrees with PyTorch: $name', ({ golden, transform }) => {
      const { outputSize, padding, alignCorners } = golden;
      const sampler = bilinear();
      const parts = { transform, sampler, outputSize, padding, alignCorners };
      const transformer = spatialTransformer(parts);
      const apply = (x: Tensor, t: Tensor): Tensor4D =>
        transformer.apply(x as Tensor4D, t as Tensor2D);
      expectNoLeak(() =>
        tidy(() => {
          const [image, dy] = [images(golden.image), images(golden.outputGradient)];
          const [batch = 0, width = 0] = golden.theta.shape;
          const theta = tensor2d(golden.theta.data, [batch, width]);
          const matrix = toMatrix(transform, theta);
          expectClose(
            scaled(matrix),
            scaled(tensor(golden.matrix.data, [...golden.matrix.shape])),
            { rtol: 1e-5, atol: 2e-6 },
          );
          expectClose(apply(image, theta), golden.output, { rtol: 1e-5, atol: 1e-5 });
          const tolerance = { rtol: 1e-4, atol: 1e-4 };
          const byImage = grad((x: Tensor) => apply(x, theta))(image, dy);
          expectClose(byImage, golden.imageGradient, tolerance);
          const byTheta = grad((t: Tensor) => apply(image, t))(theta, dy);
          expectClose(byTheta, golden.thetaGradient, tolerance);
        }),
      );
    });
  },
  hooks,
);
