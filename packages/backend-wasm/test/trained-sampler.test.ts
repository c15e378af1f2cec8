import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-wasm';
import '@tensorflow/tfjs-layers';

import {
  grads,
  mul,
  scalar,
  square,
  sub,
  tensor4d,
  tidy,
  variable,
  variableGrads,
  type Scalar,
  type Tensor,
  type Tensor4D,
} from '@tensorflow/tfjs-core';
import { gridSample, type KernelSampler } from '@tfjs-stn/core';
import { expectNoLeak } from '@tfjs-stn/testing';
import { describeBackends } from '@tfjs-stn/testing/vitest';
import { expect, it } from 'vitest';

import { registerWasmKernels } from '../src/index.js';

/** Linear interpolation with a trained slope. */
function sloped(slope: Tensor): KernelSampler {
  const weights = (offset: Tensor): Tensor[] => [sub(1, mul(offset, slope)), mul(offset, slope)];
  return { kind: 'kernel', name: 'sloped', config: {}, taps: 2, weights };
}

const image = (): Tensor4D => tensor4d([1, 3, 7, 20], [1, 1, 4, 1]);
// Pixel 1.25, so that with a slope s the output is 3 + 4 · s / 4.
const grid = (): Tensor4D => tensor4d([(2 * 1.25 + 1) / 4 - 1, 0], [1, 1, 1, 2]);

describeBackends(
  ['wasm'],
  () => {
    it('weights that read a variable train it', () => {
      tidy(() => {
        const slope = variable(scalar(1.5));
        const loss = (): Scalar =>
          square(gridSample(image(), grid(), { sampler: sloped(slope) })).sum();
        const { value, grads: found } = variableGrads(loss, [slope]);
        expect(value.dataSync()[0]).toBeCloseTo(4.5 ** 2, 4);
        // y is 1 / 4 · 1 where the rows' weights do not enter: the only row has offset 0.
        expect(found[slope.name]?.dataSync()[0]).toBeCloseTo(2 * 4.5 * 1, 4);
        slope.dispose();
      });
    });

    it('weights that read an input have a gradient w.r.t. it, and to the image', () => {
      tidy(() => {
        const gradients = grads((x, slope) =>
          gridSample(x as Tensor4D, grid(), { sampler: sloped(slope) }),
        );
        const [byImage, bySlope] = gradients([image(), scalar(1.5)]) as [Tensor, Tensor];
        expect([...byImage.dataSync()]).toEqual([0, 0.625, 0.375, 0]);
        expect(bySlope.dataSync()[0]).toBeCloseTo(1, 5);
      });
    });

    it('looking for such weights leaks nothing', () => {
      const [x, points] = [image(), grid()];
      const gradients = grads((u) => {
        const slope = mul(u, 0.5).mean();
        return gridSample(u as Tensor4D, points, { sampler: sloped(slope) });
      });
      expectNoLeak(() => gradients([x]));
      x.dispose();
      points.dispose();
    });
  },
  { setup: { wasm: registerWasmKernels } },
);
