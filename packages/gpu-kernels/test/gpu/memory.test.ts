import {
  dispose,
  grads,
  memory,
  ones,
  tensor2d,
  tensor3d,
  tensor4d,
  type Rank,
  type Tensor,
  type Tensor3D,
  type Tensor4D,
} from '@tensorflow/tfjs-core';
import { warp, type SamplingField } from '@tfjs-stn/core';
import { bilinear } from '@tfjs-stn/sampler-bilinear';
import { expectNoLeak } from '@tfjs-stn/testing';
import { describeBackends } from '@tfjs-stn/testing/vitest';
import { expect, it } from 'vitest';

import { backendName, withKernels } from '@tfjs-stn-tooling/test-support/gpu-kernels';

const shared = { outputSize: [3, 4], alignCorners: false } as const;

/** Each kind of field from the tensor that is trained. */
const fields: readonly (readonly [
  name: string,
  trained: () => Tensor,
  field: (trained: Tensor) => SamplingField,
])[] = [
  [
    'homography',
    () => tensor3d([0.9, 0.2, 0, -0.2, 0.9, 0, 0, 0, 1], [1, 3, 3]),
    (matrix) => ({ kind: 'homography', matrix: matrix as Tensor3D, ...shared }),
  ],
  [
    'grid',
    () => ones([1, 3, 4, 2]),
    (grid) => ({ kind: 'grid', grid: grid as Tensor4D, ...shared }),
  ],
];

describeBackends(
  [backendName],
  () => {
    it.each(fields)('2,000 calls along a %s take no more memory than a few', (_, make, field) => {
      const image = tensor4d(new Float32Array(60), [1, 5, 6, 2]);
      const trained = make();
      const fillValue = [1, 2];
      const both = grads((x: Tensor, t: Tensor) =>
        warp(x as Tensor4D, field(t), { sampler: bilinear(), fillValue }),
      );
      const call = () => {
        dispose(warp(image, field(trained), { sampler: bilinear(), fillValue }));
        dispose(both([image, trained]));
      };
      for (let i = 0; i < 50; i++) call();
      const before = bytesInGpu();
      expectNoLeak(() => {
        // Each is two forward passes and a backward pass.
        for (let i = 0; i < 700; i++) call();
      });
      expect(bytesInGpu()).toBeLessThanOrEqual(before);
      dispose([image, trained]);
    });

    it('a warp takes its output, and no grid', () => {
      const side = 64;
      const image = ones<Rank.R4>([1, side, side, 3]);
      const basis = tensor2d(new Float32Array(side * side * 3), [side * side, 3]);
      const coefficients = tensor3d(new Float32Array(6), [1, 3, 2]);
      const field = { kind: 'basis', basis, coefficients, ...shared } as const;
      const call = () =>
        warp(image, { ...field, outputSize: [side, side] }, { sampler: bilinear() });
      dispose(call());
      const before = bytesInGpu();
      const output = call();
      // Packed textures hold two channels in a texel, so that three take the place of four.
      expect(bytesInGpu() - before).toBeLessThanOrEqual((output.size * 4 * 4) / 3);
      dispose([image, basis, coefficients, output]);
    });
  },
  withKernels,
);

function bytesInGpu(): number {
  return (memory() as unknown as { numBytesInGPU: number }).numBytesInGPU;
}
