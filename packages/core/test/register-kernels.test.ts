import {
  fill,
  getGradient,
  getKernel,
  grads,
  tensor4d,
  type Tensor,
  type Tensor4D,
} from '@tensorflow/tfjs-core';
import { expectClose } from '@tfjs-stn/testing';
import { describeBackends } from '@tfjs-stn/testing/vitest';
import { expect, it } from 'vitest';

import { bilinear } from '@tfjs-stn/sampler-bilinear';
import { gridSample, type KernelSampler } from '../src/index.js';
import {
  registerKernels,
  StnGridSample,
  StnGridSampleBackpropImage,
  StnMatrixFromEntries,
} from '../src/kernels.js';

const { fastKernel: _, ...reference } = bilinear();
const sampler: KernelSampler = { ...reference, fastKernel: 'third party' };
const image = [1, 4, 2, 8, 5, 7];
const points = [-0.4, -0.3, 0.2, 0.1];

/** A kernel that returns one number everywhere, unlike the reference. */
function registerConstant(value: number): () => void {
  return registerKernels({
    backendName: 'cpu',
    samplers: ['third party'],
    kernels: { [StnGridSample]: () => fill([1, 1, 2, 1], value) },
  });
}

function sample(used: KernelSampler): Tensor4D {
  return gridSample(tensor4d(image, [1, 2, 3, 1]), tensor4d(points, [1, 1, 2, 2]), {
    sampler: used,
  });
}

function gradients(used: KernelSampler): Tensor[] {
  const run = (u: Tensor, grid: Tensor): Tensor =>
    gridSample(u as Tensor4D, grid as Tensor4D, { sampler: used });
  return grads(run)([tensor4d(image, [1, 2, 3, 1]), tensor4d(points, [1, 1, 2, 2])]);
}

describeBackends(['cpu'], () => {
  it('gives the kernels of a third party the gradients of the reference', () => {
    const unregister = registerConstant(7);
    try {
      expect(getGradient(StnGridSampleBackpropImage)).toBeDefined();
      expectClose(sample(sampler), fill([1, 1, 2, 1], 7));
      const expected = gradients(reference);
      gradients(sampler).forEach((gradient, index) =>
        expectClose(gradient, expected[index] as Tensor),
      );
    } finally {
      unregister();
    }
    expectClose(sample(sampler), sample(reference));
  });

  it('tells the samplers of the kernels that sample, and of no other', () => {
    const kernel = (): Tensor => fill([1, 3, 3], 0);
    const kernels = { [StnGridSample]: kernel, [StnMatrixFromEntries]: kernel };
    const unregister = registerKernels({ backendName: 'cpu', samplers: ['bilinear'], kernels });
    expect(getKernel(StnGridSample, 'cpu')).toMatchObject({ samplers: ['bilinear'] });
    expect(getKernel(StnMatrixFromEntries, 'cpu')).not.toHaveProperty('samplers');
    unregister();
  });

  it('keeps a kernel that was registered later', () => {
    const [first, second] = [registerConstant(7), registerConstant(8)];
    first();
    expectClose(sample(sampler), fill([1, 1, 2, 1], 8));
    second();
    expectClose(sample(sampler), sample(reference));
  });
});
