import {
  cast,
  grads,
  memory,
  tensor3d,
  tidy,
  zeros,
  type Tensor,
  type Tensor3D,
} from '@tensorflow/tfjs-core';
import { DisposedError, DTypeError, OptionError, ShapeError } from '@tfjs-stn/core/errors';
import { expectNoLeak } from '@tfjs-stn/testing';
import { describeBackends } from '@tfjs-stn/testing/vitest';
import {
  estimateTps,
  tps,
  tpsDisplacement,
  tpsField,
  tpsPoints,
  type Point,
  type TpsConfig,
} from '@tfjs-stn/transform-tps';
import { describe, expect, it } from 'vitest';

const triangle: readonly Point[] = [
  [-0.5, -0.5],
  [0.5, -0.5],
  [0, 0.5],
];
const line: readonly Point[] = [-0.9, -0.3, 0.3, 0.9].map((x): Point => [x, 2 * x + 0.1]);
const twice: readonly Point[] = [...triangle, [0.5, -0.5]];

/** Outside of the types, as JavaScript and JSON may call. */
const wrong = (config: unknown): TpsConfig => config as TpsConfig;

describe('invalid configs', () => {
  it.each<[unknown, string]>([
    [undefined, 'tps: config must be an object, got undefined'],
    [
      {},
      'tps: controlPoints must be [rows, columns] in whole numbers of at least 2, got undefined',
    ],
    [{ controlPoints: 4 }, 'of at least 2, got 4'],
    [{ controlPoints: [4] }, 'of at least 2, got [4]'],
    [{ controlPoints: [4, 1] }, 'of at least 2, got [4,1]'],
    [{ controlPoints: [4, 2.5] }, 'of at least 2, got [4,2.5]'],
    [{ controlPoints: [4, NaN] }, 'tps: config.controlPoints[1] must be JSON'],
    [{ controlPoints: [4, 2], boundaryPins: 1 }, 'of at least 3, got [4,2]'],
    [
      { controlPoints: [4, 4], boundaryPins: 0 },
      'tps: boundaryPins must be a whole number from 1 to 625, got 0. Leave it out to let the border move',
    ],
    [
      { controlPoints: [4, 4], boundaryPins: 1e9 },
      'tps: boundaryPins must be a whole number from 1 to 625, got 1000000000',
    ],
    [{ controlPoints: [60, 60] }, 'tps: controlPoints must be at most 2500 in all, got 3600'],
    [{ controlPoints: [2, 1e9] }, 'controlPoints must be at most 2500 in all, got 2000000000'],
    [
      { controlPoints: [49, 49], boundaryPins: 625 },
      'tps: control points and pins must be at most 2500 in all, got ',
    ],
    [{ controlPoints: [4, 4], boundaryPins: true }, 'from 1 to 625, got true'],
    [
      { controlPoints: [4, 4], regularization: -1 },
      'tps: regularization must be a number of at least 0, got -1',
    ],
    [{ controlPoints: [4, 4], regularization: '1' }, "at least 0, got '1'"],
    [{ controlPoints: [4, 4], regularization: NaN }, 'tps: config.regularization must be JSON'],
    [
      { controlPoints: [4, 4], lambda: 1 },
      "tps: config can be controlPoints, regularization, boundaryPins, got 'lambda'. Leave it out",
    ],
  ])('tps rejects %j', (config, message) => {
    const before = memory().numTensors;
    expect(() => tps(wrong(config))).toThrow(OptionError);
    expect(() => tps(wrong(config))).toThrow(message);
    expect(memory().numTensors).toBe(before);
  });

  it.each<[unknown, string]>([
    [{}, 'tpsPoints: points must be a list of [x, y], got undefined'],
    [
      {
        points: [
          [0, 0],
          [1, 1],
        ],
      },
      'tpsPoints: points must be at least 3, got 2',
    ],
    [
      { points: [[0, 0], [1, 1], [1]] },
      'tpsPoints: points must be a list of [x, y], got an array of 1 at 2',
    ],
    [{ points: [[0, 0], [1, 1], null] }, 'got null at 2'],
    [
      { points: Array.from({ length: 2501 }, (_, i) => [i, i * i]) },
      'tpsPoints: points must be at most 2500 in all, got 2501',
    ],
    [{ points: line }, 'tpsPoints: points must not lie on one line, got 4 that do'],
    [{ points: twice }, 'tpsPoints: points must be distinct, got 1 pairs that coincide'],
    [
      { points: [...triangle, [1, 0.2]], boundaryPins: 1 },
      'tpsPoints: points must not lie on the border, which boundaryPins fixes, got 1 that do',
    ],
    [
      { points: triangle, controlPoints: [2, 2] },
      "tpsPoints: config can be points, regularization, boundaryPins, got 'controlPoints'",
    ],
  ])('tpsPoints rejects %j', (config, message) => {
    const refused = (): unknown => tpsPoints(config as { points: readonly Point[] });
    expect(refused).toThrow(OptionError);
    expect(refused).toThrow(message);
  });

  it('are reported under the name of the factory', () => {
    expect(() => tpsDisplacement(wrong({ controlPoints: 3 }))).toThrow('tpsDisplacement: ');
  });
});

describe('invalid pairs of points', () => {
  const options = { controlPoints: [3, 3] } as const;
  it.each<[readonly Point[], readonly Point[], object, string]>([
    [
      triangle.slice(1),
      triangle.slice(1),
      options,
      'estimateTps: outputPoints of item 0 must be at least 3, got 2',
    ],
    [
      line,
      line,
      options,
      'estimateTps: outputPoints of item 0 must not lie on one line, got 4 that do',
    ],
    [
      twice,
      twice,
      options,
      'estimateTps: outputPoints of item 0 must be distinct, got 1 pairs that coincide',
    ],
    [
      [...triangle, [NaN, 1]],
      [...triangle, [0, 0]],
      options,
      'outputPoints of item 0 must be finite, got 1 coordinates of 8 that are not',
    ],
    [
      triangle,
      [[NaN, Infinity], ...triangle.slice(1)],
      options,
      'inputPoints of item 0 must be finite, got 2 coordinates of 6 that are not',
    ],
    [
      triangle,
      line,
      options,
      'estimateTps: inputPoints of item 0 must have 3 points, like outputPoints, got 4',
    ],
    [triangle, triangle, {}, 'estimateTps: options must have controlPoints or points, got neither'],
    [
      triangle,
      triangle,
      { ...options, points: triangle },
      'options must have controlPoints or points, got both',
    ],
    [
      triangle,
      triangle,
      { ...options, smoothing: 1 },
      "estimateTps: options can be controlPoints, points, regularization, got 'smoothing'",
    ],
    [
      triangle,
      triangle,
      { ...options, regularization: NaN },
      'regularization must be a number of at least 0, got NaN',
    ],
    [triangle, triangle, { points: line }, 'estimateTps: points must not lie on one line'],
  ])('%j to %j, %j are rejected', (from, to, given, message) => {
    const before = memory().numTensors;
    expect(() => estimateTps(from, to, given)).toThrow(OptionError);
    expect(() => estimateTps(from, to, given)).toThrow(message);
    expect(memory().numTensors).toBe(before);
  });

  it('are reported by item, also if batches differ', () => {
    expect(() => estimateTps([triangle, line], [triangle, line], options)).toThrow('of item 1');
    const two = [triangle, triangle];
    expect(() => estimateTps(two, [...two, triangle], options)).toThrow(
      'outputPoints and inputPoints must have the same batch, or one of them 1, got 2 and 3',
    );
  });
});

describeBackends(['cpu', 'wasm'], () => {
  const points = (...items: (readonly Point[])[]): Tensor3D =>
    tensor3d(items.flat(2), [items.length, items[0]?.length ?? 0, 2]);

  it('tpsField leaks nothing but its grid', () => {
    expectNoLeak(() => {
      const [from, to] = [points(triangle, triangle), points(triangle, triangle)];
      return { from, to, grid: tpsField(from, to, { outputSize: [3, 4] }).grid };
    });
  });

  it('tpsField accepts an empty batch and an empty output', () => {
    tidy(() => {
      const none = tensor3d([], [0, 4, 2]);
      expect(tpsField(none, none, { outputSize: [3, 4] }).grid.shape).toEqual([0, 3, 4, 2]);
      const some = points(triangle);
      expect(tpsField(some, some, { outputSize: [0, 4] }).grid.shape).toEqual([1, 0, 4, 2]);
      const empty = (from: Tensor, to: Tensor): Tensor =>
        tpsField(from as Tensor3D, to as Tensor3D, { outputSize: [0, 4] }).grid;
      for (const gradient of grads(empty)([some, some])) {
        expect([...new Set(gradient.dataSync())]).toEqual([0]);
      }
    });
  });

  it('tpsField propagates NaN only within its item', () => {
    tidy(() => {
      const lost: readonly Point[] = [[NaN, 0], ...triangle.slice(1)];
      const grid = tpsField(points(triangle, lost), points(triangle, triangle), {
        outputSize: [2, 2],
      }).grid;
      const values = Array.from(grid.dataSync());
      expect(values.slice(0, 8).every(Number.isFinite)).toBe(true);
      expect(values.slice(8).every(Number.isNaN)).toBe(true);
    });
  });

  it.each<[string, () => unknown, new (...args: never[]) => Error, string]>([
    [
      'line',
      () => tpsField(points(line), points(line), { outputSize: [2, 2] }),
      OptionError,
      'tpsField: outputPoints of item 0 must not lie on one line, got 4 that do',
    ],
    [
      'few',
      () => tpsField(points([[0, 0]]), points([[0, 0]]), { outputSize: [2, 2] }),
      OptionError,
      'must be at least 3, got 1',
    ],
    [
      'same',
      () => tpsField(points(triangle, triangle), points(triangle), { outputSize: [2, 2] }),
      ShapeError,
      'tpsField: inputPoints must have the shape of outputPoints, [2, 3, 2], got [1, 3, 2]',
    ],
    [
      'rank',
      () => tpsField(tensor3d([1, 2, 3], [1, 1, 3]), points(triangle), { outputSize: [2, 2] }),
      ShapeError,
      'tpsField: outputPoints must be [batch, K, 2], got [1, 1, 3]',
    ],
    [
      'type',
      () =>
        tpsField(cast<Tensor3D>(points(triangle), 'int32'), points(triangle), {
          outputSize: [2, 2],
        }),
      DTypeError,
      'tpsField: outputPoints must be float32, got int32',
    ],
    [
      'none',
      () => tpsField(triangle as never, points(triangle), { outputSize: [2, 2] }),
      OptionError,
      'tpsField: outputPoints must be a tensor, got object',
    ],
    [
      'size',
      () => tpsField(points(triangle), points(triangle), { outputSize: [2, 2.5] }),
      OptionError,
      'tpsField: outputSize must be [height, width] in whole pixels, got [2, 2.5]',
    ],
    [
      'corners',
      () =>
        tpsField(points(triangle), points(triangle), {
          outputSize: [2, 2],
          alignCorners: 1 as never,
        }),
      OptionError,
      'tpsField: alignCorners must be a boolean, got 1',
    ],
    [
      'option',
      () =>
        tpsField(points(triangle), points(triangle), { outputSize: [2, 2], lambda: 1 } as never),
      OptionError,
      "tpsField: options can be outputSize, alignCorners, regularization, got 'lambda'",
    ],
    [
      'a size in place of options',
      () => tpsField(points(triangle), points(triangle), [2, 2] as never),
      OptionError,
      'got [2, 2]. Write tpsField(outputPoints, inputPoints, { outputSize: [2, 2] })',
    ],
  ])('tpsField rejects: %s', (_, call, kind, message) => {
    expect(() => expectNoLeak(() => tidy(() => void call()))).toThrow(kind);
    expect(() => tidy(() => void call())).toThrow(message);
  });

  it.each<[string, () => unknown, string]>([
    [
      'points',
      () => tpsField(zeros([1, 2501, 2]), zeros([1, 2501, 2]), { outputSize: [2, 2] }),
      'tpsField: outputPoints of an item must be at most 2500 in all, got 2501',
    ],
    [
      'pixels',
      () => tpsField(points(triangle), points(triangle), { outputSize: [32768, 32769] }),
      'tpsField: grid [1, 32768, 32769, 2] must take at most 2147483648 bytes, got 8590196736. Use a smaller output size',
    ],
    [
      'pixels for a basis',
      () => tps({ controlPoints: [2, 2] }).field(zeros([1, 8]), { outputSize: [32768, 32769] }),
      'tps: basis [1073774592, 4] must take at most 2147483648 bytes, got 17180393472',
    ],
    [
      'products for a basis',
      () =>
        tpsDisplacement({ controlPoints: [24, 24] }).field(zeros([1, 1152]), {
          outputSize: [512, 512],
        }),
      "tpsDisplacement: the output's pixels times the square of the number of points must be at most 68719476736, got 512 × 512 pixels and 576 points. Use",
    ],
  ])('too many %s are rejected before they are computed', (_, call, message) => {
    expect(() => expectNoLeak(() => tidy(() => void call()))).toThrow(OptionError);
    expect(() => tidy(() => void call())).toThrow(message);
  });

  it('tpsField rejects disposed tensors', () => {
    const gone = points(triangle);
    gone.dispose();
    expect(() => tpsField(gone, gone, { outputSize: [2, 2] })).toThrow(DisposedError);
  });
});
