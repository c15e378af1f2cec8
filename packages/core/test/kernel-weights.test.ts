import '@tensorflow/tfjs-backend-cpu';
import { cast, onesLike, scalar, sub, tensor4d, type Tensor } from '@tensorflow/tfjs-core';
import { expectNoLeak } from '@tfjs-stn/testing';
import { expect, it } from 'vitest';

import { DTypeError, OptionError, ShapeError } from '../src/errors.js';
import { defineSampler, gridSample, type KernelSampler } from '../src/index.js';

const image = tensor4d([1, 2, 3, 4], [1, 2, 2, 1]);
const grid = tensor4d([0.1, 0.2, -0.3, 0.4], [1, 1, 2, 2]);

function sample(taps: number, weights: (offset: Tensor) => unknown): Tensor {
  const create = (): Pick<KernelSampler, 'taps' | 'weights'> => ({
    taps,
    weights: weights as KernelSampler['weights'],
  });
  return gridSample(image, grid, { sampler: defineSampler('odd', create)() });
}

const linear = (offset: Tensor): Tensor[] => [sub(1, offset), offset];

const wrong: readonly [
  string,
  number,
  (offset: Tensor) => unknown,
  new (...a: never) => Error,
  string,
][] = [
  [
    'too few weights',
    4,
    linear,
    OptionError,
    "odd: sampler 'odd' must return 4 weights, got 2. Return an array with one tensor per tap",
  ],
  [
    'too many weights',
    2,
    (x) => [...linear(x), x],
    OptionError,
    "odd: sampler 'odd' must return 2 weights, got 3. Return",
  ],
  [
    'a tensor for all',
    1,
    onesLike,
    OptionError,
    "odd: sampler 'odd' must return 1 weight, got a tensor. Return an array",
  ],
  [
    'nothing',
    2,
    () => undefined,
    OptionError,
    "odd: sampler 'odd' must return 2 weights, got undefined. Return an array",
  ],
  [
    'numbers',
    2,
    () => [0.5, 0.5],
    OptionError,
    "sampler 'odd' must return 2 weights that are tensors, got 0.5 for tap 0. For a constant weight use tf.fill(offset.shape, value)",
  ],
  [
    'scalars',
    2,
    (x) => [x, scalar(0.5)],
    ShapeError,
    "sampler 'odd' must return 2 weights of the offset's shape [2, 1], got []. For a constant weight use tf.fill(offset.shape, value)",
  ],
  [
    'integers',
    2,
    (x) => [x, cast(x, 'int32')],
    DTypeError,
    "odd: weight 1 of sampler 'odd' must be float32, got int32",
  ],
];

it.each(wrong)('a kernel that returns %s is rejected', (_, taps, weights, type, message) => {
  const call = (): Tensor => sample(taps, weights);
  expect(call).toThrow(type);
  expect(() => expectNoLeak(call)).toThrow(message);
});

it('a kernel that returns valid weights is accepted', () => {
  expect(sample(2, linear).shape).toEqual([1, 1, 2, 1]);
});
