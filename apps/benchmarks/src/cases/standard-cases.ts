import type { BenchmarkCase, Pass, Window } from './benchmark-case.js';
import { operationNames, operations, type OperationName } from './operation.js';
import type { Shape } from './shape.js';
import {
  cluttered,
  digits,
  features,
  fewDigits,
  frame,
  overhead,
  page,
  photograph,
  photographs,
} from './shapes.js';

/** A shape that is measured, and whether `--quick` is content with it. */
interface Size {
  readonly shape: Shape;
  readonly quick?: boolean;
  readonly window?: Window;
}

const sizes: Record<OperationName, readonly Size[]> = {
  affine: [
    ...[overhead, digits, cluttered, features, photographs].map((shape) => ({ shape })),
    { shape: photograph, quick: true },
    ...[page, frame].map((shape) => ({ shape })),
  ],
  projective: [
    ...[cluttered, features].map((shape) => ({ shape })),
    { shape: page, quick: true },
    { shape: frame },
  ],
  tps: [{ shape: fewDigits, quick: true }, ...[page, frame].map((shape) => ({ shape }))],
  'affine-nearest': [cluttered, page].map((shape) => ({ shape })),
  'affine-bicubic': [cluttered, page].map((shape) => ({ shape })),
  'grid-nearest': [cluttered, features, page].map((shape) => ({ shape })),
  'grid-bilinear': [
    ...[cluttered, features].map((shape) => ({ shape })),
    { shape: photograph, quick: true },
    ...[page, frame].map((shape) => ({ shape })),
  ],
  'grid-bicubic': [cluttered, features, page].map((shape) => ({ shape })),
  'st-cnn': [{ shape: [1, 42, 42, 1] }, { shape: [16, 42, 42, 1], quick: true }, { shape: digits }],
  convolution: [
    convolution([64, 42, 42, 1], [9, 9, 1, 32]),
    convolution([64, 17, 17, 32], [7, 7, 32, 64]),
    { ...convolution([128, 28, 28, 1], [3, 3, 1, 32]), quick: true },
    convolution([128, 26, 26, 32], [3, 3, 32, 64]),
    convolution([1, 128, 128, 16], [3, 3, 16, 16], 2, 'same'),
    convolution([32, 8, 8, 256], [3, 3, 256, 256], 1, 'same'),
  ],
  'max-pool': [
    { ...pooling([64, 34, 34, 32], 2), quick: true },
    pooling([128, 24, 24, 32], 2),
    { shape: [64, 34, 34, 32], window: { size: [3, 3], strides: 2, pad: 'same' } },
  ],
};

/** The passes of an operation, by its kind. */
export const passes: Record<(typeof operations)[OperationName]['kind'], readonly Pass[]> = {
  sampling: ['forward', 'backward'],
  'st-cnn': ['inference', 'training step'],
  convolution: ['forward', 'filter gradient', 'input gradient'],
  'max-pool': ['forward', 'input gradient'],
};

/**
 * Every case that the app knows: shapes of real models, from a batch of digits to a frame of video.
 *
 * @param quick only the few that show within a minute or two whether all is well
 */
export function standardCases(quick: boolean): BenchmarkCase[] {
  return operationNames.flatMap((operation) =>
    sizes[operation]
      .filter((size) => !quick || size.quick)
      .flatMap(({ shape, window }) =>
        passes[operations[operation].kind].map((pass) => ({
          operation,
          pass,
          shape,
          ...(window && { window }),
        })),
      ),
  );
}

function convolution(
  shape: Shape,
  size: Window['size'],
  strides = 1,
  pad: Window['pad'] = 'valid',
): Size {
  return { shape, window: { size, strides, pad } };
}

function pooling(shape: Shape, side: number): Size {
  return { shape, window: { size: [side, side], strides: side, pad: 'valid' } };
}
