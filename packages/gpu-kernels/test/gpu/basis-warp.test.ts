import {
  grad,
  tensor2d,
  tensor3d,
  tensor4d,
  tidy,
  type Tensor,
  type Tensor3D,
  type Tensor4D,
} from '@tensorflow/tfjs-core';
import { warp } from '@tfjs-stn/core';
import { bicubic } from '@tfjs-stn/sampler-bicubic';
import { bilinear } from '@tfjs-stn/sampler-bilinear';
import {
  expectClose,
  expectNoLeak,
  oracleBasisWarp,
  oracleBasisWarpGradients,
  seededRandom,
} from '@tfjs-stn/testing';
import { describeBackends } from '@tfjs-stn/testing/vitest';
import { it } from 'vitest';

import { backendName, withKernels } from '@tfjs-stn-tooling/test-support/gpu-kernels';

type Shape4 = [number, number, number, number];

/** Images, batch of the coefficients, output, terms: odd and even, and a batch of one on either side. */
const shapes: readonly (readonly [Shape4, number, readonly [number, number], number])[] = [
  [[2, 9, 12, 1], 2, [5, 7], 1],
  [[1, 7, 5, 4], 3, [6, 9], 4],
  [[2, 6, 8, 2], 1, [7, 4], 7],
  [[2, 20, 30, 3], 2, [19, 61], 19],
];

const cases = [bilinear(), bicubic()].flatMap((sampler) =>
  (['zeros', 'border', 'reflection', 'wrap'] as const).flatMap((padding) =>
    shapes.map((shape) => ({
      name: `${sampler.name}, ${padding}, [${shape[0].join()}], ${shape[3]} terms`,
      sampler,
      padding,
      shape,
    })),
  ),
);

function check({ sampler, padding, shape }: (typeof cases)[number]): void {
  const [imageShape, batch, outputSize, terms] = shape;
  const random = seededRandom(terms);
  const draw = <Shape extends number[]>(of: Shape, scale: number) => ({
    shape: of,
    data: Float32Array.from(
      { length: of.reduce((size, length) => size * length, 1) },
      () => (random() * 2 - 1) * scale,
    ),
  });
  const dyShape: Shape4 = [Math.max(imageShape[0], batch), ...outputSize, imageShape[3]];
  const oracle = {
    image: draw(imageShape, 1),
    basis: draw<[number, number]>([outputSize[0] * outputSize[1], terms], 1),
    coefficients: draw<[number, number, number]>(
      [batch, terms, 2],
      terms === 1 ? 1.4 : 2 / Math.sqrt(terms),
    ),
    outputGradient: draw(dyShape, 1),
    outputSize,
    kernel: sampler.name as 'bilinear' | 'bicubic',
    padding,
    alignCorners: terms % 2 === 1,
    coordinates: 'float32' as const,
  };
  const image = tensor4d(oracle.image.data, imageShape);
  const basis = tensor2d(oracle.basis.data, oracle.basis.shape);
  const coefficients = tensor3d(oracle.coefficients.data, oracle.coefficients.shape);
  const dy = tensor4d(oracle.outputGradient.data, dyShape);
  const field = { kind: 'basis', basis, outputSize, alignCorners: oracle.alignCorners } as const;
  const apply = (x: Tensor, c: Tensor): Tensor =>
    warp(x as Tensor4D, { ...field, coefficients: c as Tensor3D }, { sampler, padding });
  // Coordinates are sums of up to 19 terms, in another order than the oracle's.
  const forward = { rtol: 1e-5, atol: 2e-5, what: 'output' };
  expectClose(apply(image, coefficients), oracleBasisWarp(oracle), forward);
  const expected = oracleBasisWarpGradients(oracle);
  const gradImage = grad((x: Tensor) => apply(x, coefficients))(image, dy);
  expectClose(gradImage, expected.image, { rtol: 1e-4, atol: 1e-4, what: 'image gradient' });
  const gradCoefficients = grad((c: Tensor) => apply(image, c))(coefficients, dy);
  // Sums over all pixels, of terms that cancel: judged by the largest of them.
  const largest = expected.coefficients.data.reduce((a, b) => Math.max(a, Math.abs(b)), 1);
  expectClose(gradCoefficients, expected.coefficients, {
    rtol: 1e-4,
    atol: 2e-5 * largest,
    what: 'coefficients gradient',
  });
}

describeBackends(
  [backendName],
  () => {
    it.each(cases)('a basis warp agrees with the oracle: $name', (testCase) => {
      expectNoLeak(() => tidy(() => check(testCase)));
    });
  },
  withKernels,
);
