import {
  grad,
  tensor,
  tensor2d,
  tidy,
  type Rank,
  type Tensor,
  type Tensor2D,
} from '@tensorflow/tfjs-core';
import { registerWasmKernels } from '@tfjs-stn/backend-wasm';
import { warp, type BasisField } from '@tfjs-stn/core';
import { bilinear } from '@tfjs-stn/sampler-bilinear';
import {
  expectClose,
  oracleBasisWarp,
  oracleBasisWarpGradients,
  seededRandom,
} from '@tfjs-stn/testing';
import { describeBackends } from '@tfjs-stn/testing/vitest';
import { tps, tpsDisplacement } from '@tfjs-stn/transform-tps';
import { it } from 'vitest';

function random(shape: number[], seed: number): { shape: number[]; data: Float32Array } {
  const next = seededRandom(seed);
  const length = shape.reduce((product, size) => product * size, 1);
  return { shape, data: Float32Array.from({ length }, () => next() - 0.5) };
}

describeBackends(
  ['wasm'],
  () => {
    it.each([
      ['tps', tps({ controlPoints: [3, 4] })],
      ['tps with pins', tps({ controlPoints: [4, 3], boundaryPins: 2 })],
      ['tpsDisplacement', tpsDisplacement({ controlPoints: [3, 3] })],
    ])('the fused kernel evaluates the basis of %s', (_, transform) => {
      const outputSize = [7, 9] as const;
      const image = random([2, 8, 6, 3], 1);
      const outputGradient = random([2, 7, 9, 3], 2);
      tidy(() => {
        const { data } = random([2, transform.paramCount], 3);
        const offsets = data.map(
          (value, i) => 0.4 * value + (transform.identity[i % transform.paramCount] as number),
        );
        const theta = tensor2d(offsets, [2, transform.paramCount]);
        const pixels = tensor<Rank.R4>(image.data, [2, 8, 6, 3]);
        const fieldOf = (t: Tensor): BasisField =>
          transform.field(t as Tensor2D, { outputSize }) as BasisField;
        const apply = (t: Tensor): Tensor => warp(pixels, fieldOf(t), { sampler: bilinear() });
        const { basis, coefficients } = fieldOf(theta);
        const [b, c] = [basis, coefficients].map((one) => ({
          shape: one.shape,
          data: one.dataSync<'float32'>(),
        }));
        if (!b || !c) throw new Error('a basis field has a basis and coefficients');
        const inputs = { image, basis: b, coefficients: c, outputSize, outputGradient };
        expectClose(apply(theta), oracleBasisWarp(inputs), { rtol: 1e-5, atol: 5e-6 });
        const expected = oracleBasisWarpGradients(inputs).coefficients.data;
        const perItem = expected.length / 2;
        const byTheta = [0, 1].map((item) =>
          Array.from(expected.subarray(item * perItem, item * perItem + transform.paramCount)),
        );
        const dy = tensor(outputGradient.data, outputGradient.shape);
        expectClose(grad(apply)(theta, dy), byTheta, { rtol: 1e-4, atol: 2e-5 });
      });
      transform.dispose?.();
    });
  },
  { setup: { wasm: registerWasmKernels } },
);
