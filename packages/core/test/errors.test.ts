import {
  cast,
  ones,
  tensor2d,
  zeros,
  type Rank,
  type Tensor2D,
  type Tensor4D,
} from '@tensorflow/tfjs-core';
import { expectNoLeak } from '@tfjs-stn/testing';
import { describeBackends } from '@tfjs-stn/testing/vitest';
import { describe, expect, it } from 'vitest';

import { bilinear } from '@tfjs-stn/sampler-bilinear';
import { affine } from '@tfjs-stn/transform-affine';
import { DisposedError, DTypeError, OptionError, ShapeError, StnError } from '../src/errors.js';
import { defineSampler, generateGrid, gridSample, spatialTransformer, warp } from '../src/index.js';
import { accelerated, referenceBackends } from './backends.js';
import { someImage, someTheta } from './support.js';

type Call = (tensors: { image: Tensor4D; theta: Tensor2D; grid: Tensor4D }) => unknown;

const transformer = spatialTransformer({
  transform: affine(),
  sampler: bilinear(),
  outputSize: [4, 5],
});
const wrongOption =
  (option: object): Call =>
  ({ image, grid }) =>
    gridSample(image, grid, { sampler: bilinear(), ...option });

/** What is wrong, the call, the class and the message. */
const refused: readonly [string, Call, new (...args: never[]) => StnError, RegExp][] = [
  [
    'an image of rank 2',
    () => transformer.apply(zeros<Rank>([4, 5]) as Tensor4D),
    ShapeError,
    /^spatialTransformer: image must be \[batch, height, width, channels\] or .*, got \[4, 5\]/,
  ],
  [
    'an image without pixels',
    ({ theta }) => transformer.apply(zeros<Rank.R4>([2, 0, 5, 1]), theta),
    ShapeError,
    /image must have pixels and channels, got \[2, 0, 5, 1\]/,
  ],
  [
    'an image without channels',
    ({ theta }) => transformer.apply(zeros<Rank.R4>([2, 5, 5, 0]), theta),
    ShapeError,
    /image must have pixels and channels/,
  ],
  [
    'integers as an image',
    ({ image, theta }) => transformer.apply(cast(image, 'int32'), theta),
    DTypeError,
    /image must be float32, got int32\. Convert it with tf\.cast/,
  ],
  [
    'something else as an image',
    ({ theta }) => transformer.apply([[1]] as unknown as Tensor4D, theta),
    OptionError,
    /image must be a tensor, got an array/,
  ],
  [
    'θ of the wrong width',
    ({ image }) => transformer.apply(image, zeros<Rank.R2>([2, 5])),
    ShapeError,
    /theta of transform 'affine' must be \[batch, 6\], got \[2, 5\]/,
  ],
  [
    'θ of the wrong rank',
    ({ image }) => transformer.apply(image, zeros<Rank>([6]) as Tensor2D),
    ShapeError,
    /theta of transform 'affine' must be \[batch, 6\], got \[6\]/,
  ],
  [
    'integer θ',
    ({ image }) => transformer.apply(image, zeros<Rank.R2>([2, 6], 'int32')),
    DTypeError,
    /theta must be float32, got int32/,
  ],
  [
    'batches that do not match',
    ({ image }) => transformer.apply(image, zeros<Rank.R2>([3, 6])),
    ShapeError,
    /^warp: image and field must have the same batch, or one of them 1; the field has 3, got \[2,/,
  ],
  [
    'an image of rank 3 with several θ',
    ({ theta }) => transformer.apply(zeros<Rank.R3>([4, 5, 1]), theta),
    ShapeError,
    /takes a field of batch 1, not 2, got \[4, 5, 1\]\. Use tf\.expandDims/,
  ],
  [
    'no θ and no localisation net',
    ({ image }) => transformer.apply(image),
    OptionError,
    /without a localisation net there is no θ\. Pass theta/,
  ],
  [
    'a grid without pairs',
    ({ image }) => gridSample(image, zeros<Rank.R4>([2, 3, 4, 3]), { sampler: bilinear() }),
    ShapeError,
    /grid must be \[batch, outHeight, outWidth, 2\], got \[2, 3, 4, 3\]/,
  ],
  [
    'an unknown padding',
    wrongOption({ padding: 'mirror' }),
    OptionError,
    /^gridSample: padding must be one of zeros, border, reflection, wrap, got 'mirror'/,
  ],
  [
    "a sampler's name instead of a sampler",
    wrongOption({ sampler: 'bilinear' }),
    OptionError,
    /sampler must be a sampler value such as bilinear\(\), got the name 'bilinear'/,
  ],
  [
    'a fill value that would be ignored',
    wrongOption({ padding: 'border', fillValue: 1 }),
    OptionError,
    /fillValue only goes with padding 'zeros', got padding 'border'/,
  ],
  [
    'too few fill values',
    wrongOption({ fillValue: [1, 2] }),
    OptionError,
    /fillValue must have one number per channel, 3, got 2/,
  ],
  [
    'a fill value that is no number',
    wrongOption({ fillValue: 'black' }),
    OptionError,
    /fillValue must be a number or one per channel, got "black"/,
  ],
  [
    'an output size in fractions',
    () => spatialTransformer({ transform: affine(), sampler: bilinear(), outputSize: [2.5, 3] }),
    OptionError,
    /^spatialTransformer: outputSize must be \[height, width\] in whole pixels, got \[2.5,3\]/,
  ],
  [
    'a negative output size',
    ({ theta }) => generateGrid(affine(), theta, [-1, 3]),
    OptionError,
    /^generateGrid: outputSize must be/,
  ],
  [
    'a grid field without its size',
    ({ image, grid }) =>
      warp(image, { kind: 'grid', grid, alignCorners: false } as never, { sampler: bilinear() }),
    OptionError,
    /^warp: outputSize must be \[height, width\] in whole pixels, got undefined/,
  ],
  [
    "a transform's name instead of a transform",
    ({ theta }) => generateGrid('affine' as never, theta, [2, 2]),
    OptionError,
    /^generateGrid: transform must be a transform value such as affine\(\), got the name 'affine'/,
  ],
  [
    'no options at all',
    ({ image, grid }) => gridSample(image, grid, undefined as never),
    OptionError,
    /^gridSample: sampler must be a sampler value/,
  ],
  [
    'a sampler without weights',
    wrongOption({ sampler: { kind: 'kernel', name: 'half' } }),
    OptionError,
    /sampler must be a sampler value/,
  ],
  [
    'a field that is none',
    ({ image }) => warp(image, { kind: 'affine' } as never, { sampler: bilinear() }),
    OptionError,
    /field\.kind must be 'homography', 'basis' or 'grid', got affine/,
  ],
  [
    'a localisation net that returns no tensor',
    ({ image }) =>
      spatialTransformer({
        transform: affine(),
        sampler: bilinear(),
        outputSize: [2, 2],
        localisation: () => undefined as unknown as Tensor2D,
      }).apply(image),
    OptionError,
    /^localise: the localisation net must return one tensor, got undefined/,
  ],
];

describeBackends(
  referenceBackends,
  () => {
    describe('bad input is refused, and nothing leaks', () => {
      it.each(refused)('%s', (_what, call, errorClass, message) => {
        const image = someImage([2, 4, 5, 3]);
        const theta = someTheta(10, 20);
        const grid = ones<Rank.R4>([2, 3, 3, 2]);
        const attempt = (): unknown => call({ image, theta, grid });
        expect(attempt).toThrow(errorClass);
        expect(attempt).toThrow(message);
        expect(attempt).toThrow(StnError);
      });

      it('leaves no tensor behind on a throw', () => {
        const image = someImage([2, 4, 5, 3]);
        const theta = tensor2d([[1, 2, 3]]);
        expect(() => expectNoLeak(() => transformer.apply(image, theta))).toThrow(ShapeError);
        const broken = defineSampler('broken', () => ({
          taps: 2,
          weights: () => {
            throw new Error('broken kernel');
          },
        }));
        const grid = ones<Rank.R4>([2, 3, 3, 2]);
        expect(() => expectNoLeak(() => gridSample(image, grid, { sampler: broken() }))).toThrow(
          'broken kernel',
        );
      });

      it('names the tensor that is disposed', () => {
        const image = someImage([2, 4, 5, 3]);
        const theta = someTheta(10, 20);
        theta.dispose();
        expect(() => transformer.apply(image, theta)).toThrow(DisposedError);
        expect(() => transformer.apply(image, theta)).toThrow(
          'spatialTransformer: theta is disposed. Keep it alive with tf.keep',
        );
        image.dispose();
        expect(() => transformer.apply(image)).toThrow('spatialTransformer: image is disposed');
      });

      it('is an Error with a name that survives minification', () => {
        const error = new ShapeError('warp', 'rule', [1]);
        expect([error.name, error.operation, error.shape]).toEqual(['ShapeError', 'warp', [1]]);
      });
    });
  },
  accelerated,
);
