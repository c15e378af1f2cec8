import { tensor2d, tensor3d, tidy, type Tensor4D } from '@tensorflow/tfjs-core';
import { generateGrid, type Transform } from '@tfjs-stn/core';
import { expectClose, seededRandom } from '@tfjs-stn/testing';
import { describeBackends } from '@tfjs-stn/testing/vitest';
import { tps, tpsDisplacement, tpsField, tpsPoints, type Point } from '@tfjs-stn/transform-tps';
import * as fc from 'fast-check';
import { describe, it } from 'vitest';

import { gridPoints, pairsOf } from './reference-spline.js';

const runs = { numRuns: 25, seed: 1 };
const grids = fc.record({
  rows: fc.integer({ min: 2, max: 6 }),
  columns: fc.integer({ min: 2, max: 6 }),
  regularization: fc.constantFrom(0, 0.01, 1),
  seed: fc.integer({ min: 1, max: 1e6 }),
});
const matrices = fc.array(fc.double({ min: -1.5, max: 1.5, noNaN: true }), {
  minLength: 6,
  maxLength: 6,
});

function perturbed(points: readonly number[], seed: number, by = 0.4): number[] {
  const random = seededRandom(seed);
  return points.map((coordinate) => Math.fround(coordinate + by * (2 * random() - 1)));
}

function affinely([a, b, c, d, e, f]: readonly number[], [x, y]: Point): Point {
  const [p = 0, q = 0, r = 0, s = 0, t = 0, u = 0] = [a, b, c, d, e, f];
  return [p * x + q * y + r, s * x + t * y + u];
}

function gridOf(
  transform: Transform,
  theta: readonly number[],
  size: readonly [number, number],
  alignCorners = false,
): Tensor4D {
  const grid = tidy(() =>
    generateGrid(transform, tensor2d([...theta], [1, theta.length]), {
      outputSize: size,
      alignCorners,
    }),
  );
  transform.dispose?.();
  return grid;
}

describeBackends(['cpu', 'wasm'], () => {
  describe('for any grid of control points', () => {
    it('without regularisation, the output reads at θ at the control points', () => {
      fc.assert(
        fc.property(grids, ({ rows, columns, seed }) =>
          tidy(() => {
            const transform = tps({ controlPoints: [rows, columns] });
            const theta = perturbed(transform.identity, seed);
            // With alignCorners the pixels of an output of that size are the control points.
            const grid = gridOf(transform, theta, [rows, columns], true);
            expectClose(grid, { shape: [1, rows, columns, 2], data: theta }, { atol: 1e-6 });
          }),
        ),
        runs,
      );
    });

    it('an affine motion of the control points is that affine transformation', () => {
      fc.assert(
        fc.property(grids, matrices, ({ rows, columns, regularization }, matrix) =>
          tidy(() => {
            const transform = tps({ controlPoints: [rows, columns], regularization });
            const theta = pairsOf(transform.identity).flatMap((point) => affinely(matrix, point));
            const grid = gridOf(transform, theta, [5, 4]);
            const pixels = gridOf(
              tpsDisplacement({ controlPoints: [2, 2] }),
              Array<number>(8).fill(0),
              [5, 4],
            );
            const expected = pairsOf(pixels.dataSync()).flatMap((point) => affinely(matrix, point));
            expectClose(grid, { shape: [1, 5, 4, 2], data: expected }, { atol: 2e-6 });
          }),
        ),
        runs,
      );
    });

    it('displacements are positions counted from the identity', () => {
      fc.assert(
        fc.property(grids, fc.boolean(), ({ rows, columns, regularization, seed }, isPinned) =>
          tidy(() => {
            const controlPoints = [rows + 1, columns + 1] as const;
            const config = {
              controlPoints,
              regularization,
              ...(isPinned && { boundaryPins: 3 }),
            };
            const positions = perturbed(tps(config).identity, seed);
            const offsets = positions.map((p, i) => p - (tps(config).identity[i] as number));
            const expected = gridOf(tps(config), positions, [5, 6]);
            const grid = gridOf(tpsDisplacement(config), offsets, [5, 6]);
            expectClose(grid, expected, { atol: 2e-6 });
          }),
        ),
        runs,
      );
    });

    it('pins keep the border in place, however far the inner points move', () => {
      fc.assert(
        fc.property(grids, ({ rows, columns, seed }) =>
          tidy(() => {
            const controlPoints = [rows + 1, columns + 1] as const;
            const transform = tps({ controlPoints, boundaryPins: 4 });
            // With alignCorners an output of 5 × 5 has its border pixels at the pins.
            const theta = perturbed(transform.identity, seed);
            const seen = pairsOf(gridOf(transform, theta, [5, 5], true).dataSync());
            const border = ([x, y]: Point): boolean => Math.max(Math.abs(x), Math.abs(y)) === 1;
            const places = gridPoints(5, 5);
            const moved = seen.filter((_, i) => border(places[i] as Point));
            expectClose(moved, places.filter(border), { atol: 2e-6 });
          }),
        ),
        runs,
      );
    });
  });

  it('tpsField equals the transform with the same points', () => {
    fc.assert(
      fc.property(grids, ({ regularization, seed }) =>
        tidy(() => {
          const points = pairsOf(perturbed(gridPoints(3, 3).flat(), seed, 0.2));
          const moved = pairsOf(perturbed(points.flat(), seed + 1));
          const grid = gridOf(tpsPoints({ points, regularization }), moved.flat(), [4, 6]);
          const [from, to] = [points, moved].map((all) => tensor3d(all.flat(), [1, 9, 2]));
          if (!from || !to) throw new Error('unreachable');
          const field = tpsField(from, to, { outputSize: [4, 6], regularization });
          expectClose(field.grid, grid, { atol: 2e-6 });
        }),
      ),
      runs,
    );
  });
});
