import {
  eye,
  grads,
  randomUniform,
  type Tensor,
  type Tensor3D,
  type Tensor4D,
} from '@tensorflow/tfjs-core';
import { gridSample, warp, type KernelSampler } from '@tfjs-stn/core';
import { fieldGrid } from '@tfjs-stn/core/fields';
import { bicubic } from '@tfjs-stn/sampler-bicubic';
import { bilinear } from '@tfjs-stn/sampler-bilinear';
import { describeBackends } from '@tfjs-stn/testing/vitest';
import { describe, expect, it } from 'vitest';

import { lanczos } from '../src/index.js';
import { hooks } from './kernels.js';
import { peakBytes } from './peak-bytes.js';

const { fastKernel: _, ...custom } = bicubic();
const samplers: readonly (readonly [string, KernelSampler])[] = [
  ['lanczos', lanczos()],
  ['a sampler without a kernel', custom],
];

describeBackends(
  ['wasm', 'tensorflow'],
  () => {
    describe.each(samplers)('%s', (_name, sampler) => {
      const [size, output] = [512, 512 * 512 * 3 * 4];
      const sample = (x: Tensor, m: Tensor): Tensor4D =>
        warp(
          x as Tensor4D,
          {
            kind: 'homography',
            matrix: m as Tensor3D,
            outputSize: [size, size],
            alignCorners: false,
          },
          { sampler },
        );

      // Of these the output, the gradient that arrives and that of the image are 3; tfjs's tensors of a
      // window, and on tensorflow one more image, come on top.
      it('takes the memory of 3 outputs forward, and of 5 backward', () => {
        const image = randomUniform([1, size, size, 3]);
        const matrix = eye(3).reshape([1, 3, 3]);
        const inputs = [image, matrix];
        expect(peakBytes(() => sample(image, matrix), inputs)).toBeLessThan(3 * output);
        const gradients = grads((x, m) => sample(x, m));
        expect(peakBytes(() => gradients(inputs), inputs)).toBeLessThan(5 * output);
      });
    });
  },
  hooks,
);

// Without kernels.
describeBackends(['wasm'], () => {
  const [size, limit] = [1024, 200e6];
  const field = {
    kind: 'homography',
    matrix: eye(3).reshape<Tensor3D>([1, 3, 3]),
    outputSize: [size, size],
    alignCorners: false,
  } as const;
  const { fastKernel: _none, ...sampler } = bilinear();

  it('the reference takes at most 200 MB for a grid of 1024 × 1024', () => {
    const inputs = [randomUniform([1, size, size, 3]), fieldGrid(field)];
    const gradients = grads((x, grid) => gridSample(x as Tensor4D, grid as Tensor4D, { sampler }));
    expect(peakBytes(() => gradients(inputs), inputs)).toBeLessThan(limit);
  }, 60_000);

  it('the reference takes at most 200 MB for a homography of 1024 × 1024', () => {
    const inputs = [randomUniform([1, size, size, 3]), field.matrix];
    const gradients = grads((x, matrix) =>
      warp(x as Tensor4D, { ...field, matrix: matrix as Tensor3D }, { sampler }),
    );
    expect(peakBytes(() => gradients(inputs), inputs)).toBeLessThan(limit);
  }, 60_000);
});
