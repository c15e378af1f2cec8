import {
  backend,
  grads,
  ones,
  tensor2d,
  tensor3d,
  tidy,
  type Tensor,
  type Tensor2D,
  type Tensor3D,
  type Tensor4D,
} from '@tensorflow/tfjs-core';
import { warp, type Padding, type SamplingField } from '@tfjs-stn/core';
import { bicubic } from '@tfjs-stn/sampler-bicubic';
import { bilinear } from '@tfjs-stn/sampler-bilinear';
import { nearest } from '@tfjs-stn/sampler-nearest';
import { describeBackends } from '@tfjs-stn/testing/vitest';
import { affine } from '@tfjs-stn/transform-affine';
import { expect, it } from 'vitest';

import { backendName, withKernels } from '@tfjs-stn-tooling/test-support/gpu-kernels';

const channels = 3;
const samplers = [nearest(), bilinear(), bicubic(), bicubic({ a: -0.5 })];
const paddings: readonly Padding[] = ['zeros', 'border', 'reflection', 'wrap'];
const fills = [0, 2, [1, 2, 3]];

/** One field of each kind and of `batch` items, with the tensor that is trained. */
function fields(batch: number, alignCorners: boolean, side: number) {
  const shared = { outputSize: [side, side + 1], alignCorners } as const;
  const rows = Array.from({ length: batch }, () => [0.9, 0.1, 0, -0.1, 0.9, 0]);
  const points = side * (side + 1);
  return [
    [tensor2d(rows), (theta: Tensor) => affine().field(theta as Tensor2D, shared)],
    [
      ones([batch, side, side + 1, 2]),
      (grid: Tensor) => ({ kind: 'grid', grid: grid as Tensor4D, ...shared }),
    ],
    [
      tensor3d(new Float32Array(batch * 10), [batch, 5, 2]),
      (coefficients: Tensor) => ({
        kind: 'basis',
        basis: ones([points, 5]),
        coefficients: coefficients as Tensor3D,
        ...shared,
      }),
    ],
  ] as (readonly [Tensor, (trained: Tensor) => SamplingField])[];
}

/** Calls of everything that there is, for images of one rank. */
function useAll(side: number, passes: readonly ('forward' | 'gradients')[]): void {
  const all = samplers.flatMap((sampler) => paddings.map((padding) => ({ sampler, padding })));
  for (const [imageBatch, fieldBatch] of [
    [1, 1],
    [1, 3],
    [3, 1],
    [2, 2],
  ] as const) {
    for (const [index, { sampler, padding }] of all.entries()) {
      tidy(() => {
        const image = ones([imageBatch, side + 2, side + 3, channels]);
        for (const [trained, field] of fields(fieldBatch, index % 2 === 0, side)) {
          for (const fillValue of padding === 'zeros' ? fills : [0]) {
            const options = { sampler, padding, ...(padding === 'zeros' && { fillValue }) };
            const sample = (x: Tensor, t: Tensor) => warp(x as Tensor4D, field(t), options);
            if (passes.includes('forward')) sample(image, trained);
            if (passes.includes('gradients')) grads(sample)([image, trained]);
          }
        }
      });
    }
  }
}

/** The keys of this library's programs that tfjs compiles while a function runs. */
function compiledDuring(run: () => void): string[] {
  const { binaryCache, pipelineCache } = backend() as unknown as Partial<
    Record<'binaryCache' | 'pipelineCache', Record<string, unknown>>
  >;
  const compiled = (binaryCache ?? pipelineCache) as Record<string, unknown>;
  const before = new Set(Object.keys(compiled));
  run();
  return Object.keys(compiled).filter((key) => key.startsWith('Stn') && !before.has(key));
}

describeBackends(
  [backendName],
  () => {
    it('a page that uses everything compiles few programs, and another size none', () => {
      const forward = compiledDuring(() => useAll(6, ['forward']));
      const all = [...forward, ...compiledDuring(() => useAll(6, ['gradients']))];
      // Three kinds of fields times two numbers of taps, with padding that folds and without; and the
      // matrix from its entries, which WebGL compiles apart for a single item.
      expect(forward.length, forward.join('\n')).toBeLessThanOrEqual(
        backendName === 'webgl' ? 14 : 13,
      );
      // Slopes for each as well; scatter or taps for each field and number of taps; two that gather, and
      // two that add up; with atomics, also what finds the scale and what converts the sums.
      expect(all.length, all.join('\n')).toBeLessThanOrEqual(backendName === 'webgl' ? 36 : 37);
      expect(compiledDuring(() => useAll(9, ['forward', 'gradients']))).toEqual([]);
    });
  },
  withKernels,
);
