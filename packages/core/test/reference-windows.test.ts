import {
  add,
  addN,
  grads,
  mul,
  ones,
  randomUniform,
  scalar,
  square,
  sum,
  tidy,
  type Scalar,
  type Tensor,
  type Tensor4D,
} from '@tensorflow/tfjs-core';
import { expectClose } from '@tfjs-stn/testing';
import { describeBackends } from '@tfjs-stn/testing/vitest';
import { expect, it } from 'vitest';

import { gridSample, type KernelSampler } from '../src/index.js';

const taps = 8;

/**
 * Wide enough for few points to make a window.
 *
 * @param read what the weights read: with it they may be trained, and all points are one window
 */
function wide(read?: Tensor): KernelSampler {
  const weights = (offset: Tensor): Tensor[] =>
    Array.from({ length: taps }, (_, tap) => {
      const weight = add(mul(square(offset), Math.sin(tap) / taps), Math.cos(tap) / taps);
      return read ? mul(weight, read) : weight;
    });
  return { kind: 'kernel', name: 'wide', config: {}, taps, weights };
}

const outputs = [24, 48] as const;
const shapes = [
  ['items of their own', 2, 2],
  ['one image for all', 1, 2],
  ['one grid for all', 2, 1],
] as const;

describeBackends(['wasm'], () => {
  it.each(shapes)('windows of the output are the same as all of it: %s', (_name, images, grids) => {
    tidy(() => {
      const image = randomUniform([images, 9, 8, 16], -1, 1, 'float32', 1);
      const grid = randomUniform([grids, ...outputs, 2], -1.2, 1.2, 'float32', 2);
      const results = [wide(), wide(scalar(1))].map((sampler) => {
        const sample = (x: Tensor, g: Tensor): Tensor =>
          gridSample(x as Tensor4D, g as Tensor4D, { sampler, padding: 'reflection' });
        const output = sample(image, grid);
        const first = grads((x, g) => square(sample(x, g)))([image, grid]) as [Tensor, Tensor];
        return [output, ...first];
      });
      const [windows, whole] = results as [Tensor[], Tensor[]];
      windows.forEach((each, index) =>
        expectClose(each, whole[index] as Tensor, { rtol: 1e-4, atol: 1e-4 }),
      );
    });
  });

  it('have second derivatives', () => {
    tidy(() => {
      const image = randomUniform([1, 9, 8, 16], -1, 1, 'float32', 1);
      const grid = randomUniform([1, ...outputs, 2], -0.9, 0.9, 'float32', 2);
      const results = [wide(), wide(scalar(1))].map((sampler) => {
        const inner = grads((x, g) =>
          square(gridSample(x as Tensor4D, g as Tensor4D, { sampler })),
        );
        const norm = (x: Tensor, g: Tensor): Scalar =>
          addN<Scalar>(inner([x, g]).map((each) => sum(square(each))));
        return grads(norm)([image, grid], ones([]));
      });
      const [windows, whole] = results as [Tensor[], Tensor[]];
      windows.forEach((each, index) => {
        const expected = whole[index] as Tensor;
        const largest = Math.max(...expected.dataSync().map(Math.abs));
        expect(largest).toBeGreaterThan(0);
        expectClose(each, expected, { rtol: 1e-3, atol: 1e-4 * largest });
      });
    });
  });
});
