import { describe, expect, it } from 'vitest';

import { OptionError } from '../src/errors.js';
import type { Point, PointSets } from '../src/homography/index.js';
import { pointPairs } from '../src/internal.js';

const triangle: readonly Point[] = [
  [0, 0],
  [1, 0],
  [0, 1],
];
const moved: readonly Point[] = triangle.map(([x, y]) => [x + 1, y - 1]);

describe('pointPairs', () => {
  it('pairs the points of one image', () => {
    expect(pointPairs('estimate', triangle, moved, 3)).toEqual([
      [
        { output: [0, 0], input: [1, -1] },
        { output: [1, 0], input: [2, -1] },
        { output: [0, 1], input: [1, 0] },
      ],
    ]);
  });

  it.each([
    ['equal batches', [triangle, moved], [moved, triangle]],
    ['one output for all', triangle, [moved, triangle]],
    ['one input for all', [triangle, moved], [moved]],
  ] as const)('pairs %s', (_what, outputPoints, inputPoints) => {
    const pairs = pointPairs('estimate', outputPoints, inputPoints, 3);
    expect(pairs).toHaveLength(2);
    const outputs = Array.isArray(outputPoints[1]?.[0]) ? outputPoints[1] : triangle;
    const inputs = inputPoints.length === 1 ? moved : triangle;
    expect(pairs[1]?.map(({ output }) => output)).toEqual(outputs);
    expect(pairs[1]?.map(({ input }) => input)).toEqual(inputs);
  });

  it('accepts items of different lengths, and copies them', () => {
    const points: [number, number][] = [
      [0, 0],
      [1, 1],
    ];
    const pairs = pointPairs('estimate', [points, triangle], [points, moved], 2);
    points[0] = [9, 9];
    expect(pairs.map(({ length }) => length)).toEqual([2, 3]);
    expect(pairs[0]?.[0]).toEqual({ output: [0, 0], input: [0, 0] });
  });

  const nested = [[triangle], [moved]] as const;
  const refused: readonly (readonly [string, unknown, unknown, string])[] = [
    [
      'none',
      undefined,
      moved,
      'outputPoints must be a list of [x, y], or a batch of such lists, got undefined',
    ],
    ['a batch of numbers', [triangle, 3], moved, 'outputPoints[1] must be a list of [x, y]'],
    [
      'NaN',
      triangle,
      [...moved.slice(1), [NaN, 0]],
      'a point must be [x, y] of finite numbers, got [NaN, 0] at inputPoints[2]',
    ],
    ['Infinity', [[[0, Infinity]]], moved, 'got [0, Infinity] at outputPoints[0][0]'],
    ['three coordinates', triangle, [[1, 2, 3]], 'got [1, 2, 3] at inputPoints[0]'],
    ['text', triangle, [['1', '2']], 'a point must be [x, y] of finite numbers'],
    ['batches of batches', nested, moved, 'a point must be [x, y] of finite numbers'],
    [
      'other batches',
      [triangle, triangle],
      [moved, moved, moved],
      'outputPoints and inputPoints must have the same batch, or one of them 1, got 2 and 3',
    ],
    [
      'other lengths',
      triangle,
      moved.slice(1),
      'every output point needs an input point, got 3 and 2 in item 0',
    ],
    [
      'too few',
      [triangle, triangle.slice(1)],
      [moved, moved.slice(1)],
      'at least 3 pairs of points are needed, got 2 in item 1',
    ],
    ['no points', [], [], 'at least 3 pairs of points are needed, got 0 in item 0'],
    [
      'duplicates',
      [
        [0, 0],
        [1, 0],
        [0, -0],
        [1, 0],
      ],
      [...moved, [0, 0]],
      'at least 3 output points must be different, got 2 different of 4 in item 0',
    ],
    [
      'what float32 does not tell apart',
      [
        [0, 0],
        [1, 0],
        [0, 1e-9],
        [1, -1e-9],
      ],
      [...moved, [0, 0]],
      'at least 3 output points must be different, got 2 different of 4 in item 0',
    ],
  ];
  it.each(refused)('refuses %s', (_what, outputPoints, inputPoints, message) => {
    const attempt = (): unknown =>
      pointPairs('estimate', outputPoints as PointSets, inputPoints as PointSets, 3);
    expect(attempt).toThrow(OptionError);
    expect(attempt).toThrow(message);
    expect(attempt).toThrow(/^estimate: /);
  });
});
