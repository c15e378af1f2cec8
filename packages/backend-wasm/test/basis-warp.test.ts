import '@tensorflow/tfjs-backend-wasm';
import '@tensorflow/tfjs-layers';
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
import { it } from 'vitest';

import { warp, type KernelSampler, type Padding } from '@tfjs-stn/core';
import {
  expectClose,
  expectNoLeak,
  oracleBasisWarp,
  oracleBasisWarpGradients,
  seededRandom,
  type DenseArray,
  type OracleKernelName,
} from '@tfjs-stn/testing';
import { describeBackends } from '@tfjs-stn/testing/vitest';
import { bicubic } from '@tfjs-stn/sampler-bicubic';
import { bilinear } from '@tfjs-stn/sampler-bilinear';
import { nearest } from '@tfjs-stn/sampler-nearest';
import { registerWasmKernels } from '../src/index.js';

interface Float32Dense extends DenseArray {
  readonly data: Float32Array;
}

interface BasisCase {
  readonly name: string;
  readonly sampler: KernelSampler;
  readonly padding: Padding;
  readonly alignCorners: boolean;
  readonly image: Float32Dense;
  readonly basis: Float32Dense;
  readonly coefficients: Float32Dense;
  readonly outputGradient: Float32Dense;
  readonly outputSize: readonly [number, number];
}

/** Images, batch of the coefficients, output, terms: below, at and above whole vectors of four. */
const shapes: readonly (readonly [
  image: readonly number[],
  batch: number,
  outputSize: readonly [number, number],
  terms: number,
])[] = [
  [[2, 9, 12, 1], 2, [5, 7], 1],
  [[2, 8, 10, 3], 2, [4, 13], 3],
  [[1, 7, 5, 4], 3, [6, 9], 4],
  [[2, 6, 8, 2], 1, [7, 4], 7],
  [[2, 9, 7, 17], 2, [3, 18], 8],
  // Several tiles in both directions, with a rest.
  [[2, 20, 30, 3], 2, [19, 261], 19],
  [[2, 24, 18, 1], 2, [33, 260], 19],
  // So many terms that a tile has few rows.
  [[3, 9, 8, 3], 3, [5, 257], 67],
];

/** The basis's first three columns are x, y and 1, the others small disturbances. */
function basisCases(): BasisCase[] {
  return [nearest(), bilinear(), bicubic()].flatMap((sampler) =>
    (['zeros', 'border', 'reflection', 'wrap'] as const).flatMap((padding, paddingIndex) =>
      shapes.map(([imageShape, batch, outputSize, terms], index) => {
        const random = seededRandom(paddingIndex * 100 + index);
        const draw = (shape: readonly number[], scale: number): Float32Dense => ({
          shape,
          data: Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () =>
            Math.fround((random() * 2 - 1) * scale),
          ),
        });
        const outputBatch = Math.max(imageShape[0] as number, batch);
        return {
          name: `${sampler.name}, ${padding}, [${imageShape.join(',')}] to [${outputSize.join(',')}], ${terms} terms`,
          sampler,
          padding,
          alignCorners: index % 2 === 1,
          image: draw(imageShape, 1),
          basis: draw([outputSize[0] * outputSize[1], terms], 1),
          coefficients: draw([batch, terms, 2], terms === 1 ? 1.4 : 2 / Math.sqrt(terms)),
          outputGradient: draw([outputBatch, ...outputSize, imageShape[3] as number], 1),
          outputSize,
        };
      }),
    ),
  );
}

function check(testCase: BasisCase): void {
  const { sampler, padding, alignCorners, outputSize } = testCase;
  const image = tensor4d(
    testCase.image.data,
    testCase.image.shape as [number, number, number, number],
  );
  const basis = tensor2d(testCase.basis.data, testCase.basis.shape as [number, number]);
  const coefficients = tensor3d(
    testCase.coefficients.data,
    testCase.coefficients.shape as [number, number, number],
  );
  const dy = tensor4d(
    testCase.outputGradient.data,
    testCase.outputGradient.shape as [number, number, number, number],
  );
  const apply = (x: Tensor, c: Tensor): Tensor =>
    warp(
      x as Tensor4D,
      { kind: 'basis', basis, coefficients: c as Tensor3D, outputSize, alignCorners },
      { sampler, padding },
    );
  const kernel = sampler.name as OracleKernelName;
  const oracle = { ...testCase, kernel, coordinates: 'float32' as const };
  expectClose(apply(image, coefficients), oracleBasisWarp(oracle), {
    rtol: 1e-5,
    // Coordinates are sums of up to 19 terms, in another order than the oracle's.
    atol: 2e-5,
    what: 'output',
  });
  const expected = oracleBasisWarpGradients(oracle);
  const byImage = grad((x: Tensor) => apply(x, coefficients))(image, dy);
  expectClose(byImage, expected.image, { rtol: 1e-4, atol: 1e-4, what: 'gradient by image' });
  const byCoefficients = grad((c: Tensor) => apply(image, c))(coefficients, dy);
  // Sums over all pixels, of terms that cancel: judged by the largest of them.
  const largest = expected.coefficients.data.reduce((a, b) => Math.max(a, Math.abs(b)), 1);
  expectClose(byCoefficients, expected.coefficients, {
    rtol: 1e-4,
    atol: 2e-5 * largest,
    what: 'gradient by coefficients',
  });
}

describeBackends(
  ['wasm'],
  () => {
    it.each(basisCases())('a basis warp agrees with the oracle: $name', (testCase) => {
      expectNoLeak(() => tidy(() => check(testCase)));
    });
  },
  { setup: { wasm: registerWasmKernels } },
);
