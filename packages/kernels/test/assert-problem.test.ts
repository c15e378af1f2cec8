import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs-core';
import { DTypeError, OptionError, ShapeError } from '@tfjs-stn/core/errors';
import { bilinear } from '@tfjs-stn/sampler-bilinear';
import { describe, expect, it } from 'vitest';

import { samplingKernels } from '../src/tfjs.js';

const tensor = (shape: number[], dtype: TensorInfo['dtype'] = 'float32'): TensorInfo => ({
  dataId: {},
  shape,
  dtype,
});

const ran = new Error('the kernel ran');
// A matrix has no sizes but its tensor's.
const { StnMatrixFromEntries: _, ...kernels } = samplingKernels(() => {
  throw ran;
});

/** Right for every kernel: two images of 4 × 5 × 3, sampled at 6 × 7 points. */
const inputs = {
  image: tensor([2, 4, 5, 3]),
  dy: tensor([2, 6, 7, 3]),
  grid: tensor([2, 6, 7, 2]),
  matrix: tensor([2, 3, 3]),
  basis: tensor([42, 9]),
  coefficients: tensor([2, 9, 2]),
};
const attributes = {
  sampler: bilinear(),
  padding: 'zeros',
  fillValue: 0,
  alignCorners: false,
  outputSize: [6, 7] as readonly number[],
};

function run(name: string, changes: object, attributeChanges: object = {}): () => unknown {
  const field = name.includes('Grid') ? ['grid'] : ['matrix'];
  const names = name.includes('Basis') ? ['basis', 'coefficients'] : field;
  const own = name.includes('Backprop') ? ['dy', ...names] : ['image', ...names];
  if (/Backprop(Grid|Matrix|Coefficients)/.test(name)) own.push('image');
  const given = Object.entries({ ...inputs, ...changes }).filter(([key]) => own.includes(key));
  const attrs = {
    ...attributes,
    ...(name.endsWith('Image') && { imageShape: inputs.image.shape }),
    ...attributeChanges,
  };
  const kernel = kernels[name] as KernelFunc;
  return () => kernel({ inputs: Object.fromEntries(given), attrs, backend: {} } as never);
}

const backprops = Object.keys(kernels).filter((name) => name.includes('Backprop'));

describe('a kernel is not run on sizes that its tensors do not have', () => {
  it.each(Object.keys(kernels))('%s', (name) => {
    expect(run(name, {})).toThrow(ran);
    // One image for all, and one field for all.
    const one = { image: tensor([1, 4, 5, 3]) };
    expect(run(name, one, name.endsWith('Image') ? { imageShape: [1, 4, 5, 3] } : {})).toThrow(ran);
    expect(run(name, {}, { outputSize: [600, 600] })).toThrow(refusalOfSize(name));
    expect(run(name, {}, { outputSize: [6, -7] })).toThrow(OptionError);
    expect(run(name, {}, { outputSize: [6] })).toThrow(OptionError);
    expect(run(name, {}, { fillValue: [1, 2, 3, 4] })).toThrow(OptionError);
    expect(run(name, { image: tensor([2, 4, 5]) }, { imageShape: [2, 4, 5] })).toThrow(ShapeError);
    expect(run(name, { image: tensor([2, 0, 5, 3]) }, { imageShape: [2, 0, 5, 3] })).toThrow(
      ShapeError,
    );
    expect(run(name, { image: tensor([3, 4, 5, 3]) }, { imageShape: [3, 4, 5, 3] })).toThrow(
      ShapeError,
    );
  });

  it.each(backprops)('%s, with another dy', (name) => {
    const shapes = [
      [2, 6, 7, 4],
      [2, 6, 8, 3],
      [2, 7, 7, 3],
      [3, 6, 7, 3],
      [2, 126],
      [1, 6, 7, 3],
    ];
    for (const shape of shapes) expect(run(name, { dy: tensor(shape) })).toThrow(ShapeError);
    expect(run(name, { dy: tensor([2, 6, 7, 4]) })).toThrow(
      `${name}: dy must be [2, 6, 7, 3], got [2, 6, 7, 4]`,
    );
    expect(run(name, { dy: tensor([2, 6, 7, 3], 'bool') })).toThrow(DTypeError);
  });

  it.each<[string, object]>([
    ['StnGridSample', { grid: tensor([2, 6, 7, 3]) }],
    ['StnGridSample', { grid: tensor([2, 7, 6, 2]) }],
    ['StnGridSampleBackpropGrid', { grid: tensor([2, 84]) }],
    ['StnHomographyWarp', { matrix: tensor([2, 9]) }],
    ['StnHomographyWarpBackpropMatrix', { matrix: tensor([2, 2, 3]) }],
    ['StnBasisWarp', { basis: tensor([41, 9]) }],
    ['StnBasisWarp', { basis: tensor([42, 8]) }],
    ['StnBasisWarpBackpropCoefficients', { coefficients: tensor([2, 10, 2]) }],
    ['StnBasisWarpBackpropImage', { coefficients: tensor([2, 9, 3]) }],
  ])('%s, with %o', (name, changes) => {
    expect(run(name, changes)).toThrow(ShapeError);
  });
});

/** A homography makes an output of any size. */
function refusalOfSize(name: string): Error | typeof ShapeError {
  return name === 'StnHomographyWarp' ? ran : ShapeError;
}
