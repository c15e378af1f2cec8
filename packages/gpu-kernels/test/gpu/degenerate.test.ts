import { grad, tensor3d, tensor4d, tidy, type Tensor, type Tensor4D } from '@tensorflow/tfjs-core';
import { warp } from '@tfjs-stn/core';
import { bicubic } from '@tfjs-stn/sampler-bicubic';
import { bilinear } from '@tfjs-stn/sampler-bilinear';
import {
  expectClose,
  expectNoLeak,
  oracleHomographyWarpGradients,
  seededRandom,
} from '@tfjs-stn/testing';
import { describeBackends } from '@tfjs-stn/testing/vitest';
import { it } from 'vitest';

import { backendName, withKernels } from '@tfjs-stn-tooling/test-support/gpu-kernels';

/** Where an image's pixels are read from nowhere, from all over the output, or from close to a horizon. */
const matrices: Readonly<Record<string, readonly number[]>> = {
  'a point': [0, 0, 0.1, 0, 0, -0.2, 0, 0, 1],
  'a line': [1, 1, 0, 1, 1, 0.02, 0, 0, 1],
  'a level line': [1, 0, 0, 0, 0, 0.3, 0, 0, 1],
  'nearly a line': [1, 1, 0, 1, 1.0001, 0.02, 0, 0, 1],
  'magnified 100 times': [0.01, 0.002, 0.1, 0, 0.01, 0, 0, 0, 1],
  'reduced 100 times': [100, 0, 7, 30, 100, 0, 0, 0, 1],
  'stretched 1,000 times': [1, 0, 0, 0, 0.001, 0.2, 0, 0, 1],
  'a horizon in view': [1, 0.2, 0, 0, 1, 0, 0.9, 0.8, 0.5],
  'a horizon across': [0.4, 0, 0, 0.1, 0.3, 0, 1, 0, 0],
  'mirrored behind': [-1, 0, 0.1, 0, 1, 0, 0.3, -0.6, 0.7],
};

const cases = Object.entries(matrices).flatMap(([name, matrix]) =>
  [bilinear(), bicubic()].flatMap((sampler) =>
    (['zeros', 'border', 'reflection', 'wrap'] as const).map((padding) => ({
      name: `${name}, ${sampler.name}, ${padding}`,
      matrix,
      sampler,
      padding,
    })),
  ),
);

const imageShape: Tensor4D['shape'] = [1, 13, 18, 3];
const outputSize = [31, 26] as const;

function check({ matrix, sampler, padding }: (typeof cases)[number]): void {
  const random = seededRandom(5);
  const draw = (shape: Tensor4D['shape']) => ({
    shape,
    data: Float32Array.from(
      { length: shape.reduce((size, length) => size * length) },
      () => 2 * random() - 1,
    ),
  });
  const [image, outputGradient] = [draw(imageShape), draw([1, ...outputSize, 3])];
  const expected = oracleHomographyWarpGradients({
    image,
    matrix: { shape: [1, 3, 3], data: Float32Array.from(matrix) },
    outputGradient,
    outputSize,
    kernel: sampler.name as 'bilinear' | 'bicubic',
    padding,
    alignCorners: false,
    coordinates: 'float32',
  }).image;
  const field = {
    kind: 'homography',
    matrix: tensor3d([...matrix], [1, 3, 3]),
    outputSize,
    alignCorners: false,
  } as const;
  const gradient = grad((x: Tensor) => warp(x as Tensor4D, field, { sampler, padding }))(
    tensor4d(image.data, imageShape),
    tensor4d(outputGradient.data, outputGradient.shape),
  );
  // Sums of hundreds of terms that cancel, and coordinates that are far apart close to a horizon.
  const largest = expected.data.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
  expectClose(gradient, expected, { rtol: 1e-4, atol: 2e-5 * largest, what: 'image gradient' });
}

describeBackends(
  [backendName],
  () => {
    it.each(cases)('the image gradient agrees with the oracle: $name', (testCase) => {
      expectNoLeak(() => tidy(() => check(testCase)));
    });
  },
  withKernels,
);
