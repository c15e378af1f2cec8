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
import { spatialTransformer, type Sampler, type TransformFactory } from '@tfjs-stn/core';
import { toMatrix } from '@tfjs-stn/core/homography';
import { it } from 'vitest';

import type { HomographyGolden } from '../goldens/load-goldens.js';
import { expectClose } from '../matchers/expect-close.js';
import { expectNoLeak } from '../matchers/expect-no-leak.js';
import type { Float32Dense } from '../oracle/dense-array.js';

/** What {@link describeTransformGoldens} compares with. */
export interface TransformGoldens {
  /** Cases of the transforms; `family` is the name of a factory. */
  readonly goldens: readonly HomographyGolden[];
  /** The sampler that the outputs of the goldens were sampled with. */
  readonly sampler: Sampler;
  /** Whether a matrix may differ from its golden by a factor. Default false. */
  readonly upToScale?: boolean | undefined;
}

/**
 * Declares vitest tests that transforms whose fields are homographies agree with another
 * implementation on the current backend: the matrix, the sampled output, and the gradients
 * w.r.t. image and θ.
 *
 * @param factories called without arguments
 * @throws Error if there is no golden of a transform
 */
export function describeTransformGoldens(
  factories: readonly TransformFactory<[]>[],
  { goldens, sampler, upToScale = false }: TransformGoldens,
): void {
  for (const factory of factories) {
    const own = goldens.filter(({ family }) => family === factory.factoryName);
    if (own.length === 0) {
      const rule = 'every transform must have goldens';
      throw new Error(`describeTransformGoldens: ${rule}, got none of '${factory.factoryName}'`);
    }
    for (const golden of own) {
      it(`agrees with the golden ${golden.name}`, () => {
        expectNoLeak(() => tidy(() => checkGolden(factory, golden, sampler, upToScale)));
      });
    }
  }
}

function checkGolden(
  factory: TransformFactory<[]>,
  golden: HomographyGolden,
  sampler: Sampler,
  upToScale: boolean,
): void {
  const { outputSize, padding, alignCorners } = golden;
  const transform = factory();
  const parts = { transform, sampler, outputSize, padding, alignCorners };
  const transformer = spatialTransformer(parts);
  const apply = (x: Tensor, t: Tensor): Tensor4D => transformer.apply(x as Tensor4D, t as Tensor2D);
  const [image, dy] = [images(golden.image), images(golden.outputGradient)];
  const theta = tensor2d(golden.theta.data, [...golden.theta.shape] as [number, number]);
  const matrix = toMatrix(transform, theta);
  const expected = tensor(golden.matrix.data, [...golden.matrix.shape]);
  if (upToScale) {
    const what = 'matrix over its last entry';
    expectClose(normalised(matrix), normalised(expected), { rtol: 1e-5, atol: 2e-6, what });
  } else {
    expectClose(matrix, expected, { rtol: 1e-6, atol: 1e-6, what: 'matrix' });
  }
  expectClose(apply(image, theta), golden.output, { rtol: 1e-5, atol: 1e-5, what: 'output' });
  const tolerance = { rtol: 1e-4, atol: 1e-4 };
  const gradImage = grad((x: Tensor) => apply(x, theta))(image, dy);
  expectClose(gradImage, golden.imageGradient, { ...tolerance, what: 'image gradient' });
  const gradTheta = grad((t: Tensor) => apply(image, t))(theta, dy);
  expectClose(gradTheta, golden.thetaGradient, { ...tolerance, what: 'theta gradient' });
}

function images({ shape, data }: Float32Dense): Tensor4D {
  return tensor4d(data, [...shape] as [number, number, number, number]);
}

/** The same homography with 1 as its last entry. */
function normalised(matrix: Tensor): Tensor {
  return div(matrix, slice(matrix, [0, 2, 2], [-1, 1, 1]));
}
