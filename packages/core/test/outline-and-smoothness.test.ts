import {
  grad,
  tensor2d,
  tensor4d,
  tidy,
  zeros,
  type Rank,
  type Scalar,
  type Tensor,
  type Tensor4D,
} from '@tensorflow/tfjs-core';
import { expectClose, expectGradient, expectNoLeak, seededRandom } from '@tfjs-stn/testing';
import { describeBackends } from '@tfjs-stn/testing/vitest';
import { affine } from '@tfjs-stn/transform-affine';
import { describe, expect, it } from 'vitest';

import { OptionError, ShapeError } from '../src/errors.js';
import {
  bendingEnergy,
  normalisedPointsFromPixels,
  outline,
  pixelPointsFromNormalised,
  totalVariation,
} from '../src/fields.js';
import { reference, referenceBackends } from './support.js';

/** A grid from a function of the output's normalised coordinates. */
function gridOf(
  height: number,
  width: number,
  at: (x: number, y: number) => readonly [number, number],
): Tensor4D {
  const centre = (index: number, size: number): number => (2 * index + 1) / size - 1;
  const points = Array.from({ length: height * width }, (_, index) =>
    at(centre(index % width, width), centre(Math.floor(index / width), height)),
  );
  return tensor4d(points.flat(), [1, height, width, 2]);
}

const [rows, columns] = [4, 5];

/** Entry `axis` of the point in a row and a column. */
const entry = (points: ArrayLike<number>, row: number, column: number, axis: number): number =>
  points[2 * (row * columns + column) + axis] as number;

function energyIn64Bits(points: ArrayLike<number>): number {
  let sum = 0;
  for (let row = 1; row < rows - 1; row++) {
    for (let column = 1; column < columns - 1; column++) {
      for (const axis of [0, 1]) {
        const at = (down: number, right: number): number =>
          entry(points, row + down, column + right, axis);
        const xx = (at(0, 1) - 2 * at(0, 0) + at(0, -1)) * (columns / 2) ** 2;
        const yy = (at(1, 0) - 2 * at(0, 0) + at(-1, 0)) * (rows / 2) ** 2;
        const xy = (at(1, 1) - at(1, -1) - at(-1, 1) + at(-1, -1)) * ((columns * rows) / 16);
        sum += xx ** 2 + yy ** 2 + 2 * xy ** 2;
      }
    }
  }
  return sum / (2 * (rows - 2) * (columns - 2));
}

function variationIn64Bits(points: ArrayLike<number>): number {
  const along = (down: 0 | 1, right: 0 | 1): number => {
    const differences: number[] = [];
    for (let row = 0; row < rows - down; row++) {
      for (let column = 0; column < columns - right; column++) {
        for (const axis of [0, 1]) {
          const next = entry(points, row + down, column + right, axis);
          differences.push(Math.abs(next - entry(points, row, column, axis)));
        }
      }
    }
    return differences.reduce((sum, value) => sum + value, 0) / differences.length;
  };
  return along(0, 1) + along(1, 0);
}

describe('points', () => {
  const pixels = [
    [-0.5, -0.5],
    [3, 2],
    [1.25, 1.75],
  ] as const;

  it('become normalised and pixels again', () => {
    const edges = normalisedPointsFromPixels(pixels, [3, 4]);
    expect(edges).toEqual([
      [-1, -1],
      [0.75, expect.closeTo(2 / 3, 12)],
      [-0.125, 0.5],
    ]);
    expect(pixelPointsFromNormalised(edges, [3, 4])).toEqual(pixels);
    const options = { alignCorners: true };
    const corners = normalisedPointsFromPixels(pixels, [3, 4], options);
    expect(corners[1]).toEqual([1, 1]);
    expect(pixelPointsFromNormalised(corners, [3, 4], options)[2]).toEqual([
      expect.closeTo(1.25, 12),
      expect.closeTo(1.75, 12),
    ]);
    expect(normalisedPointsFromPixels([[5, 5]], [1, 1], options)).toEqual([[0, 0]]);
  });

  it('must be points', () => {
    expect(() => normalisedPointsFromPixels([1, 2] as never, [3, 4])).toThrow(
      'normalisedPointsFromPixels: points must be [[x, y], …], got [1, 2]',
    );
    expect(() => pixelPointsFromNormalised([], [3] as never)).toThrow(OptionError);
  });
});

describeBackends(
  referenceBackends,
  () => {
    describe('outline', () => {
      it('is the corners of the output in the input, clockwise from the upper left', () => {
        tidy(() => {
          const theta = tensor2d([
            [0.5, 0, 0.25, 0, 1, 0],
            [0, -1, 0, 1, 0, 0],
          ]);
          expectClose(outline(affine(), theta), [
            [
              [-0.25, -1],
              [0.75, -1],
              [0.75, 1],
              [-0.25, 1],
            ],
            [
              [1, -1],
              [1, 1],
              [-1, 1],
              [-1, -1],
            ],
          ]);
        });
      });

      it('has as many points along a side as asked for', () => {
        tidy(() => {
          const theta = tensor2d([[1, 0, 0, 0, 1, 0]]);
          expectClose(outline(affine(), theta, { pointsPerSide: 3 }), [
            [
              [-1, -1],
              [0, -1],
              [1, -1],
              [1, 0],
              [1, 1],
              [0, 1],
              [-1, 1],
              [-1, 0],
            ],
          ]);
        });
      });

      it('refuses fewer than two points, and leaks nothing', () => {
        const theta = tensor2d([[1, 0, 0, 0, 1, 0]]);
        expectNoLeak(() => {
          expect(() => outline(affine(), theta, { pointsPerSide: 1 })).toThrow(
            'outline: pointsPerSide must be a whole number, at least 2, got 1',
          );
          return outline(affine(), theta);
        });
        theta.dispose();
      });
    });

    describe('bendingEnergy', () => {
      it('is 0 for an affine map', () => {
        tidy(() => {
          const grid = gridOf(5, 7, (x, y) => [0.3 * x - y + 0.2, 2 * x + 0.5 * y]);
          expectClose(bendingEnergy(grid), { shape: [], data: [0] }, { atol: 1e-7 });
        });
      });

      it('is that of the polynomial x², xy, whatever the output size', () => {
        tidy(() => {
          // ∂²x'/∂x² = 2a, ∂²y'/∂x∂y = b: (4a² + 2b²) / 2 coordinates.
          const [a, b] = [0.3, 0.4];
          const expected = { shape: [], data: [(4 * a * a + 2 * b * b) / 2] };
          for (const [height, width] of [
            [5, 5],
            [9, 16],
          ] as const) {
            const grid = gridOf(height, width, (x, y) => [a * x * x, b * x * y]);
            expectClose(bendingEnergy(grid), expected, { rtol: 1e-4 });
          }
        });
      });

      it('needs three points each way', () => {
        tidy(() => {
          expect(() => bendingEnergy(zeros<Rank.R4>([1, 2, 5, 2]))).toThrow(ShapeError);
        });
      });
    });

    describe('totalVariation', () => {
      it('is the mean distance of neighbours', () => {
        tidy(() => {
          // Columns: |1-0|, |3-1|, 0 and 0; rows: none.
          const flow = tensor4d([0, 5, 1, 5, 3, 5], [1, 1, 3, 2]);
          expectClose(totalVariation(flow), { shape: [], data: [3 / 4] });
          const square = tensor4d([0, 0, 2, 0, 0, 0, 2, 1], [1, 2, 2, 2]);
          // Columns: 2, 0, 2, 1; rows: 0, 0, 0, 1.
          expectClose(totalVariation(square), { shape: [], data: [5 / 4 + 1 / 4] });
        });
      });
    });

    it.each<[string, (x: Tensor4D) => Scalar, (points: ArrayLike<number>) => number]>([
      ['bendingEnergy', bendingEnergy, energyIn64Bits],
      ['totalVariation', totalVariation, variationIn64Bits],
    ])('%s has the value and the gradient that float64 gives', (_, loss, evaluate) => {
      const random = seededRandom(3);
      tidy(() => {
        const grid = gridOf(rows, columns, () => [random(), random()]);
        const point = grid.dataSync();
        expectClose(loss(grid), { shape: [], data: [evaluate(point)] }, { rtol: 1e-5 });
        const gradient = grad((x: Tensor) => loss(x as Tensor4D))(grid).dataSync();
        expectGradient({ evaluate, point, gradient, rtol: 1e-4, atol: 1e-5 });
      });
    });
  },
  reference,
);
