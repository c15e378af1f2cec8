import {
  cast,
  dispose,
  ones,
  tensor2d,
  tensor3d,
  zeros,
  type Rank,
  type Tensor,
  type Tensor2D,
  type Tensor3D,
  type Tensor4D,
  type TensorContainer,
} from '@tensorflow/tfjs-core';
import { expectNoLeak } from '@tfjs-stn/testing';
import { describeBackends } from '@tfjs-stn/testing/vitest';
import { describe, expect, it } from 'vitest';

import { bilinear } from '@tfjs-stn/sampler-bilinear';
import { affine } from '@tfjs-stn/transform-affine';
import { DisposedError, DTypeError, OptionError, ShapeError, StnError } from '../src/errors.js';
import {
  defineSampler,
  defineTransform,
  generateGrid,
  gridSample,
  spatialTransformer,
  warp,
  type SamplingField,
} from '../src/index.js';
import { accelerated, referenceBackends, someImage, someTheta } from './support.js';

interface Given {
  readonly image: Tensor4D;
  readonly theta: Tensor2D;
  readonly grid: Tensor4D;
  readonly matrix: Tensor3D;
  /** Disposes a tensor of the call's own after it, so that only what an operation leaves counts. */
  own<T extends Tensor>(tensor: T): T;
}

type Call = (given: Given) => unknown;
type Refused = readonly [string, Call, new (...args: never[]) => StnError, RegExp];

const transformer = spatialTransformer({
  transform: affine(),
  sampler: bilinear(),
  outputSize: [4, 5],
});
const wrongOption =
  (option: object): Call =>
  ({ image, grid }) =>
    gridSample(image, grid, { sampler: bilinear(), ...option });
const wrongParts =
  (option: object): Call =>
  () =>
    spatialTransformer({
      transform: affine(),
      sampler: bilinear(),
      outputSize: [2, 3],
      ...option,
    } as never);
const wrongField =
  (field: object): Call =>
  ({ image, matrix }) =>
    warp(
      image,
      { kind: 'homography', matrix, outputSize: [2, 3], alignCorners: false, ...field } as never,
      { sampler: bilinear() },
    );

/** What is wrong, the call, the class and the message. */
const refused: readonly Refused[] = [
  [
    'an image of rank 2',
    ({ own }) => transformer.apply(own(zeros<Rank>([4, 5])) as Tensor4D),
    ShapeError,
    /^spatialTransformer: image must be \[batch, height, width, channels\] or .*, got \[4, 5\]/,
  ],
  [
    'an image without pixels',
    ({ theta, own }) => transformer.apply(own(zeros<Rank.R4>([2, 0, 5, 1])), theta),
    ShapeError,
    /image must have pixels and channels, got \[2, 0, 5, 1\]/,
  ],
  [
    'an image without channels',
    ({ theta, own }) => transformer.apply(own(zeros<Rank.R4>([2, 5, 5, 0])), theta),
    ShapeError,
    /image must have pixels and channels/,
  ],
  [
    'integers as an image',
    ({ image, theta, own }) => transformer.apply(own(cast(image, 'int32')), theta),
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
    ({ image, own }) => transformer.apply(image, own(zeros<Rank.R2>([2, 5]))),
    ShapeError,
    /theta of transform 'affine' must be \[batch, 6\], got \[2, 5\]/,
  ],
  [
    'θ of the wrong rank',
    ({ image, own }) => transformer.apply(image, own(zeros<Rank>([6])) as Tensor2D),
    ShapeError,
    /theta of transform 'affine' must be \[batch, 6\], got \[6\]/,
  ],
  [
    'integer θ',
    ({ image, own }) => transformer.apply(image, own(zeros<Rank.R2>([2, 6], 'int32'))),
    DTypeError,
    /theta must be float32, got int32/,
  ],
  [
    'batches that do not match',
    ({ image, own }) => transformer.apply(image, own(zeros<Rank.R2>([3, 6]))),
    ShapeError,
    /^warp: image and field must have the same batch, or one of them 1; the field has 3, got \[2,/,
  ],
  [
    'an image of rank 3 with several θ',
    ({ theta, own }) => transformer.apply(own(zeros<Rank.R3>([4, 5, 1])), theta),
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
    ({ image, own }) =>
      gridSample(image, own(zeros<Rank.R4>([2, 3, 4, 3])), { sampler: bilinear() }),
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
    /fillValue must be a number or one per channel, got 'black'/,
  ],
  [
    'an output size in fractions',
    () => spatialTransformer({ transform: affine(), sampler: bilinear(), outputSize: [2.5, 3] }),
    OptionError,
    /^spatialTransformer: outputSize must be \[height, width\] in whole pixels, got \[2\.5, 3\]/,
  ],
  [
    'an output size that no coordinates reach',
    ({ theta }) => generateGrid(affine(), theta, { outputSize: [1, 2 ** 40] }),
    OptionError,
    /^generateGrid: outputSize must be at most 16777216 pixels along each side, got \[1, 1099511627776\]/,
  ],
  [
    'a negative output size',
    ({ theta }) => generateGrid(affine(), theta, { outputSize: [-1, 3] }),
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
    ({ theta }) => generateGrid('affine' as never, theta, { outputSize: [2, 2] }),
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
    /field\.kind must be 'homography', 'basis' or 'grid', got 'affine'/,
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
  [
    'an unknown option',
    wrongOption({ pading: 'border' }),
    OptionError,
    /^gridSample: options can be sampler, padding, fillValue, alignCorners, got 'pading'\. Did you mean 'padding'\?$/,
  ],
  [
    'an option of another library',
    wrongOption({ interpolation: 'bilinear' }),
    OptionError,
    /^gridSample: options can be .*, got 'interpolation'\. Leave it out$/,
  ],
  [
    'an unknown option that is undefined',
    wrongOption({ fillvalue: undefined }),
    OptionError,
    /got 'fillvalue'\. Did you mean 'fillValue'\?$/,
  ],
  [
    'alignCorners together with a field, which has its own',
    ({ image, matrix }) =>
      warp(image, { kind: 'homography', matrix, outputSize: [2, 3], alignCorners: false }, {
        sampler: bilinear(),
        alignCorners: true,
      } as never),
    OptionError,
    /^warp: options can be sampler, padding, fillValue, got 'alignCorners'\. Leave it out: outputSize and alignCorners come with the field$/,
  ],
  [
    'an unknown option of a grid',
    ({ theta }) =>
      generateGrid(affine(), theta, { outputSize: [2, 2], align_corners: true } as never),
    OptionError,
    /^generateGrid: options can be outputSize, alignCorners, got 'align_corners'\. Did you mean 'alignCorners'\?$/,
  ],
  [
    'an unknown option of a transformer',
    wrongParts({ outputsize: [2, 3] }),
    OptionError,
    /^spatialTransformer: options can be transform, sampler, padding, fillValue, outputSize, alignCorners, localisation, got 'outputsize'\. Did you mean 'outputSize'\?$/,
  ],
  [
    'a boolean in place of options',
    ({ theta }) => generateGrid(affine(), theta, true as never),
    OptionError,
    /^generateGrid: options must be an object, got true/,
  ],
  [
    'a size in place of the options of a grid',
    ({ theta }) => generateGrid(affine(), theta, [2, 3] as never),
    OptionError,
    /^generateGrid: options must be an object, got \[2, 3\]\. Write generateGrid\(transform, theta, \{ outputSize: \[2, 3\] \}\)$/,
  ],
  [
    'a size in place of the options of a field',
    ({ theta }) => affine().field(theta, [2, 3] as never),
    OptionError,
    /^affine: options must be an object, got \[2, 3\]\. Write transform\.field\(theta, \{ outputSize: \[2, 3\] \}\)$/,
  ],
  [
    'a field without options',
    ({ theta }) => affine().field(theta, undefined as never),
    OptionError,
    /^affine: outputSize must be \[height, width\] in whole pixels, got undefined$/,
  ],
  [
    'a transform defined with a size and a boolean',
    () =>
      defineTransform('old', () => ({
        paramCount: 1,
        identity: [0],
        field: ((_theta: unknown, _size: unknown, _corners: unknown) => undefined) as never,
      }))(),
    OptionError,
    /^old: field must take \(theta, \{ outputSize, alignCorners \}\), got a function of 3 parameters$/,
  ],
  [
    'null in place of options',
    ({ image, grid }) => gridSample(image, grid, null as never),
    OptionError,
    /^gridSample: options must be an object, got null/,
  ],
  [
    'a list in place of options',
    ({ image, matrix }) =>
      warp(image, { kind: 'homography', matrix, outputSize: [2, 3], alignCorners: false }, [
        bilinear(),
      ] as never),
    OptionError,
    /^warp: options must be an object, got \[an object\]/,
  ],
  [
    'a transformer without options',
    () => spatialTransformer(undefined as never),
    OptionError,
    /^spatialTransformer: transform must be a transform value such as affine\(\), got undefined/,
  ],
  [
    'a transform factory that was not called',
    wrongParts({ transform: affine }),
    OptionError,
    /transform must be a transform value such as affine\(\), got the factory 'affine'\. Call it: affine\(\)$/,
  ],
  [
    'a sampler factory that was not called',
    wrongParts({ sampler: bilinear }),
    OptionError,
    /sampler must be a sampler value such as bilinear\(\), got the factory 'bilinear'\. Call it: bilinear\(\)$/,
  ],
  [
    'a localisation factory that was not called',
    wrongParts({ localisation: Object.assign(() => ({}), { factoryName: 'cnn' }) }),
    OptionError,
    /localisation must be a function or a model .*, got the factory 'cnn'\. Call it: cnn\(\)$/,
  ],
  [
    'alignCorners as text, for a grid that is sampled',
    wrongOption({ alignCorners: 'false' }),
    OptionError,
    /^gridSample: alignCorners must be a boolean, got 'false'$/,
  ],
  [
    'alignCorners as a number, for a grid that is generated',
    ({ theta }) => generateGrid(affine(), theta, { outputSize: [2, 2], alignCorners: 0 as never }),
    OptionError,
    /^generateGrid: alignCorners must be a boolean, got 0$/,
  ],
  [
    'alignCorners as null, for a transformer',
    wrongParts({ alignCorners: null }),
    OptionError,
    /^spatialTransformer: alignCorners must be a boolean, got null$/,
  ],
  [
    'alignCorners as text, in a field',
    wrongField({ alignCorners: 'false' }),
    OptionError,
    /^warp: alignCorners must be a boolean, got 'false'$/,
  ],
  [
    'a field without alignCorners',
    wrongField({ alignCorners: undefined }),
    OptionError,
    /^warp: alignCorners must be a boolean, got undefined$/,
  ],
  [
    'a field without its matrix',
    wrongField({ matrix: null }),
    OptionError,
    /^warp: matrix must be a tensor, got null$/,
  ],
  [
    'a field with a matrix of another shape',
    ({ image, own }) =>
      warp(
        image,
        {
          kind: 'homography',
          matrix: own(zeros<Rank>([2, 9])) as Tensor3D,
          outputSize: [2, 3],
          alignCorners: false,
        },
        { sampler: bilinear() },
      ),
    ShapeError,
    /^warp: matrix must be \[batch, 3, 3\], got \[2, 9\]$/,
  ],
  [
    'a basis of another size than the output',
    ({ image, own }) =>
      warp(
        image,
        {
          kind: 'basis',
          basis: own(zeros<Rank.R2>([5, 4])),
          coefficients: own(zeros<Rank.R3>([2, 4, 2])),
          outputSize: [2, 3],
          alignCorners: false,
        },
        { sampler: bilinear() },
      ),
    ShapeError,
    /^warp: basis must be \[6, terms\], got \[5, 4\]$/,
  ],
  [
    'coefficients for another basis',
    ({ image, own }) =>
      warp(
        image,
        {
          kind: 'basis',
          basis: own(zeros<Rank.R2>([6, 4])),
          coefficients: own(zeros<Rank.R3>([2, 3, 2])),
          outputSize: [2, 3],
          alignCorners: false,
        },
        { sampler: bilinear() },
      ),
    ShapeError,
    /^warp: coefficients must be \[batch, 4, 2\], got \[2, 3, 2\]$/,
  ],
  [
    'a grid field of another size than it says',
    ({ image, grid }) =>
      warp(
        image,
        { kind: 'grid', grid, outputSize: [3, 4], alignCorners: false },
        { sampler: bilinear() },
      ),
    ShapeError,
    /^warp: grid must be \[batch, 3, 4, 2\], got \[2, 3, 3, 2\]$/,
  ],
  [
    'a transform that makes no field',
    ({ theta }) =>
      generateGrid({ ...affine(), field: () => undefined as never }, theta, { outputSize: [2, 2] }),
    OptionError,
    /^generateGrid: field\.kind must be 'homography', 'basis' or 'grid', got undefined/,
  ],
  ...([null, undefined] as const).flatMap((nothing): Refused[] => [
    [
      `${nothing} as an image`,
      ({ grid }) => gridSample(nothing as never, grid, { sampler: bilinear() }),
      OptionError,
      new RegExp(`^gridSample: image must be a tensor, got ${nothing}$`),
    ],
    [
      `${nothing} as a grid`,
      ({ image }) => gridSample(image, nothing as never, { sampler: bilinear() }),
      OptionError,
      new RegExp(`^gridSample: grid must be a tensor, got ${nothing}$`),
    ],
    [
      `${nothing} as a field`,
      ({ image }) => warp(image, nothing as never, { sampler: bilinear() }),
      OptionError,
      /^warp: field\.kind must be .*, got undefined\. Make fields with/,
    ],
    [
      `${nothing} as θ`,
      () => generateGrid(affine(), nothing as never, { outputSize: [2, 2] }),
      OptionError,
      new RegExp(`^generateGrid: theta must be a tensor, got ${nothing}$`),
    ],
    [
      `${nothing} as a transform`,
      ({ theta }) => generateGrid(nothing as never, theta, { outputSize: [2, 2] }),
      OptionError,
      /^generateGrid: transform must be a transform value/,
    ],
    [
      `${nothing} as an image to localise`,
      () =>
        spatialTransformer({
          transform: affine(),
          sampler: bilinear(),
          outputSize: [2, 2],
          localisation: () => undefined as never,
        }).localise(nothing as never),
      OptionError,
      new RegExp(`^localise: image must be a tensor, got ${nothing}$`),
    ],
  ]),
  ...(
    [
      [null, 'null'],
      [undefined, 'undefined'],
      [28, '28'],
      ['28x28', "'28x28'"],
      [[NaN, 3], '[NaN, 3]'],
      [[3, NaN], '[3, NaN]'],
      [[3, 2.5], '[3, 2.5]'],
      [[Infinity, 3], '[Infinity, 3]'],
      [[1e300, 3], '[1e+300, 3]'],
      [[null, 3], '[null, 3]'],
      [[3, undefined], '[3, undefined]'],
      [['3', 3], "['3', 3]"],
      [[3n, 3n], '[3, 3]'],
      [[3], '[3]'],
      [[3, 3, 3], '[3, 3, 3]'],
      [[[3], 3], '[an array, 3]'],
      [{ height: 3, width: 3 }, 'an object'],
      [cyclic(), 'an object'],
    ] as const
  ).flatMap(([size, text]): Refused[] => {
    const rule = 'outputSize must be [height, width] in whole pixels';
    const message = (operation: string): RegExp =>
      new RegExp(`^${escaped(`${operation}: ${rule}, got ${text}`)}$`);
    return [
      [
        `${text} as a grid's size`,
        ({ theta }) => generateGrid(affine(), theta, { outputSize: size as never }),
        OptionError,
        message('generateGrid'),
      ],
      [
        `${text} as a transformer's size`,
        wrongParts({ outputSize: size }),
        OptionError,
        message('spatialTransformer'),
      ],
      [`${text} as a field's size`, wrongField({ outputSize: size }), OptionError, message('warp')],
    ];
  }),
  [
    'fill values that JSON has not',
    wrongOption({ fillValue: 1n }),
    OptionError,
    /fillValue must be a number or one per channel, got 1$/,
  ],
  [
    'a padding that is nearly one',
    wrongOption({ padding: 'zero' }),
    OptionError,
    /padding must be one of .*, got 'zero'\. Did you mean 'zeros'\?$/,
  ],
  [
    'a padding that is no text',
    wrongOption({ padding: null }),
    OptionError,
    /padding must be one of .*, got null$/,
  ],
  [
    "a localisation net's name",
    wrongParts({ localisation: 'cnn' }),
    OptionError,
    /^spatialTransformer: localisation must be a function or a model from image to θ, got the name 'cnn'\. For names use createLocalisation\(name\)$/,
  ],
  [
    'a localisation preset that is not built',
    wrongParts({ localisation: { name: 'cnn', config: {}, build: () => undefined } }),
    OptionError,
    /^spatialTransformer: localisation must be .*, got an object\. Build it with preset\.build/,
  ],
  [
    'a localisation net that returns θ of another width',
    ({ image }) =>
      spatialTransformer({
        transform: affine(),
        sampler: bilinear(),
        outputSize: [2, 2],
        localisation: () => zeros<Rank.R2>([2, 3]),
      }).apply(image),
    ShapeError,
    /^localise: theta of transform 'affine' must be \[batch, 6\], got \[2, 3\]/,
  ],
];

function cyclic(): object {
  const value: { self?: object } = {};
  value.self = value;
  return value;
}

function escaped(text: string): string {
  return text.replaceAll(/[[\]+.()]/g, '\\$&');
}

/** Every operation with each tensor that it takes. */
const disposable: readonly [string, string, (given: Given, dead: Tensor) => unknown][] = [
  ['warp', 'image', ({ matrix }, dead) => warp(dead as Tensor4D, along({ matrix }), options)],
  ['warp', 'matrix', ({ image }, dead) => warp(image, along({ matrix: dead }), options)],
  ['warp', 'grid', ({ image }, dead) => warp(image, along({ grid: dead }), options)],
  [
    'warp',
    'basis',
    ({ image, own }, dead) =>
      warp(image, along({ basis: dead, coefficients: own(zeros([2, 4, 2])) }), options),
  ],
  [
    'warp',
    'coefficients',
    ({ image, own }, dead) =>
      warp(image, along({ basis: own(zeros([9, 4])), coefficients: dead }), options),
  ],
  ['gridSample', 'image', ({ grid }, dead) => gridSample(dead as Tensor4D, grid, options)],
  ['gridSample', 'grid', ({ image }, dead) => gridSample(image, dead as Tensor4D, options)],
  [
    'generateGrid',
    'theta',
    (_, dead) => generateGrid(affine(), dead as Tensor2D, { outputSize: [3, 3] }),
  ],
  ['spatialTransformer', 'image', ({ theta }, dead) => transformer.apply(dead as Tensor4D, theta)],
  ['spatialTransformer', 'theta', ({ image }, dead) => transformer.apply(image, dead as Tensor2D)],
  ['spatialTransformer', 'theta', (_, dead) => transformer.field(dead as Tensor2D)],
  ['localise', 'image', ({ theta }, dead) => localising(theta).localise(dead as Tensor4D)],
  ['localise', 'theta', ({ image }, dead) => localising(dead as Tensor2D).localise(image)],
  ['localise', 'theta', ({ image }, dead) => localising(dead as Tensor2D).apply(image)],
];

const options = { sampler: bilinear() };
const shapeOf: Readonly<Record<string, number[]>> = {
  image: [2, 4, 5, 3],
  theta: [2, 6],
  grid: [2, 3, 3, 2],
  matrix: [2, 3, 3],
  basis: [9, 4],
  coefficients: [2, 4, 2],
};

function along(tensors: Record<string, Tensor>): SamplingField {
  const kind = 'matrix' in tensors ? 'homography' : 'grid' in tensors ? 'grid' : 'basis';
  return { kind, ...tensors, outputSize: [3, 3], alignCorners: false } as never;
}

function localising(theta: Tensor2D): typeof transformer {
  return spatialTransformer({
    transform: affine(),
    sampler: bilinear(),
    outputSize: [4, 5],
    localisation: () => theta,
  });
}

/** Makes what calls take, and disposes of it and of what they made themselves. */
function withGiven(run: (given: Given) => void): void {
  const made: Tensor[] = [];
  const own = <T extends Tensor>(tensor: T): T => {
    made.push(tensor);
    return tensor;
  };
  try {
    run({
      image: own(someImage([2, 4, 5, 3])),
      theta: own(someTheta(10, 20)),
      grid: own(ones<Rank.R4>([2, 3, 3, 2])),
      matrix: own(tensor3d([1, 0, 0, 0, 1, 0, 0, 0, 1], [1, 3, 3])),
      own,
    });
  } finally {
    dispose(made);
  }
}

/** What an operation throws; fails if it returns, or leaves a tensor behind. */
function refusal(call: Call): unknown {
  let thrown: unknown;
  withGiven((given) => {
    const own: Tensor[] = [];
    const attempt = (): TensorContainer => {
      try {
        call({
          ...given,
          own: (tensor) => {
            own.push(tensor);
            return tensor;
          },
        });
      } finally {
        dispose(own);
      }
      throw new Error('nothing was refused');
    };
    try {
      expectNoLeak(attempt);
    } catch (error) {
      thrown = error;
    }
  });
  return thrown;
}

describeBackends(
  referenceBackends,
  () => {
    describe('bad input is rejected without leaks', () => {
      it.each(refused)('%s', (_what, call, errorClass, message) => {
        const error = refusal(call);
        expect(error).toBeInstanceOf(StnError);
        expect(error).toBeInstanceOf(errorClass);
        expect((error as StnError).message).toMatch(message);
      });

      it.each(disposable)('%s: a disposed %s', (operation, what, call) => {
        const error = refusal((given) => {
          const dead = zeros(shapeOf[what] as number[]);
          dead.dispose();
          return call(given, dead);
        });
        expect(error).toBeInstanceOf(DisposedError);
        expect((error as DisposedError).message).toBe(
          `${operation}: ${what} is disposed. Keep it alive with tf.keep or create it outside tf.tidy`,
        );
      });

      it('an op that throws leaks no tensor', () => {
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

      it('an error has a name that survives minification', () => {
        const error = new ShapeError('warp', 'rule', [1]);
        expect([error.name, error.operation, error.shape]).toEqual(['ShapeError', 'warp', [1]]);
      });
    });
  },
  accelerated,
);
