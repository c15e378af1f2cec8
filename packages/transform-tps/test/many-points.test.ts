import { grads, tensor3d, tidy, type Tensor, type Tensor3D } from '@tensorflow/tfjs-core';
import { generateGrid } from '@tfjs-stn/core';
import { expectClose, expectNoLeak, seededRandom } from '@tfjs-stn/testing';
import { describeBackends } from '@tfjs-stn/testing/vitest';
import { estimateTps, tps, tpsField, tpsPoints, type Point } from '@tfjs-stn/transform-tps';
import { describe, expect, it } from 'vitest';

import { gridPoints, pairsOf, referenceSpline } from './reference-spline.js';

/** Landmarks at centres of pixels, so that the grid shows where they go. */
function landmarks(count: number, [height, width]: readonly [number, number]): number[] {
  const random = seededRandom(count);
  const pixels = new Set<number>();
  while (pixels.size < count) pixels.add(Math.floor(random() * height * width));
  return [...pixels];
}

function centre(pixel: number, [height, width]: readonly [number, number]): Point {
  return [(2 * (pixel % width) + 1) / width - 1, (2 * Math.floor(pixel / width) + 1) / height - 1];
}

function moved(points: readonly Point[], by: number, seed: number): Point[] {
  const random = seededRandom(seed);
  const offset = (): number => by * (2 * random() - 1);
  return points.map(([x, y]) => [Math.fround(x + offset()), Math.fround(y + offset())]);
}

const asTensor = (points: readonly Point[]): Tensor3D =>
  tensor3d(points.flat(), [1, points.length, 2]);

/** Σ a · b in float64. */
function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return Array.from(a).reduce((sum, value, i) => sum + value * (b[i] as number), 0);
}

describeBackends(['cpu'], () => {
  describe('a field through hundreds of points', () => {
    it.each([68, 468, 500])('goes through %i of them to 0.01 pixels of 512', (count) => {
      const size = [64, 512] as const;
      const pixels = landmarks(count, size);
      const from = pixels.map((pixel) => centre(pixel, size));
      const to = moved(from, 0.05, 7);
      tidy(() => {
        const grid = tpsField(asTensor(from), asTensor(to), { outputSize: size }).grid.dataSync();
        const seen = pixels.map((pixel) => Array.from(grid.slice(2 * pixel, 2 * pixel + 2)));
        expectClose(seen, to, { rtol: 0, atol: 0.01 / 256 });
      });
    });

    it('has the gradient of a function that is linear in the input points', () => {
      const size = [32, 64] as const;
      const from = landmarks(400, size).map((pixel) => centre(pixel, size));
      const to = moved(from, 0.05, 3);
      const random = seededRandom(5);
      const weights = Array.from({ length: 32 * 64 * 2 }, () => 2 * random() - 1);
      tidy(() => {
        const grid = (p: Tensor, y: Tensor): Tensor =>
          tpsField(p as Tensor3D, y as Tensor3D, { outputSize: size }).grid;
        const [p, y] = [asTensor(from), asTensor(to)];
        const dy = tensor3d(weights, [32, 64, 2]).expandDims(0);
        const [, byInput] = grads(grid)([p, y], dy) as [Tensor, Tensor];
        const expected = dot(weights, grid(p, y).dataSync());
        const actual = dot(byInput.dataSync(), to.flat());
        expectClose([actual], [expected], { rtol: 1e-5, atol: 0 });
      });
    });

    it('has the gradient with respect to the output points', () => {
      const size = [5, 6] as const;
      const from = moved(gridPoints(9, 9), 0.06, 1);
      const to = moved(from, 0.1, 2);
      const along = moved(
        from.map(() => [0, 0]),
        1,
        4,
      );
      const random = seededRandom(6);
      const weights = Array.from({ length: 60 }, () => 2 * random() - 1);
      const valueAt = (step: number): number => {
        const points = from.map(([x, y], i): Point => {
          const [u, v] = along[i] as Point;
          return [x + step * u, y + step * v];
        });
        const spline = referenceSpline(points, to);
        const seen = Array.from({ length: 30 }, (_, pixel) => spline(...centre(pixel, size)));
        return dot(weights, seen.flat());
      };
      tidy(() => {
        const grid = (p: Tensor, y: Tensor): Tensor =>
          tpsField(p as Tensor3D, y as Tensor3D, { outputSize: size }).grid;
        const dy = tensor3d(weights, [5, 6, 2]).expandDims(0);
        const [byOutput] = grads(grid)([asTensor(from), asTensor(to)], dy) as [Tensor];
        const expected = (valueAt(1e-6) - valueAt(-1e-6)) / 2e-6;
        expectClose([dot(byOutput.dataSync(), along.flat())], [expected], {
          rtol: 1e-5,
          atol: 0,
        });
      });
    });

    it('leaves nothing but the gradients', () => {
      const from = moved(gridPoints(4, 5), 0.1, 1);
      expectNoLeak(() => {
        const [p, y] = [asTensor(from), asTensor(moved(from, 0.1, 2))];
        const grid = (a: Tensor, b: Tensor): Tensor =>
          tpsField(a as Tensor3D, b as Tensor3D, { outputSize: [6, 5] }).grid;
        return [p, y, ...grads(grid)([p, y])];
      });
    });
  });

  describe('a transform', () => {
    const size = [3, 4] as const;
    const centres = Array.from({ length: 12 }, (_, pixel) => centre(pixel, size));

    it.each([
      ['more points than pixels', 120],
      ['more pixels than points', 11],
    ])('with %s is the spline through them', (_, count) => {
      const from = landmarks(count, [40, 50]).map((pixel) => centre(pixel, [40, 50]));
      const to = moved(from, 0.05, 9);
      const transform = tpsPoints({ points: from, regularization: 0.01 });
      const spline = referenceSpline(from, to, 0.01);
      tidy(() => {
        const theta = asTensor(to).reshape<Tensor3D>([1, 2 * count]);
        const grid = generateGrid(transform, theta as never, { outputSize: size });
        const expected = { shape: [1, 3, 4, 2], data: centres.flatMap(([x, y]) => spline(x, y)) };
        expectClose(grid, expected, { rtol: 0, atol: 1e-5 });
        const theThem = estimateTps(from, to, { points: centres, regularization: 0.01 });
        expectClose(pairsOf(theThem.dataSync()), pairsOf(expected.data), { rtol: 0, atol: 1e-6 });
      });
      transform.dispose?.();
    });

    it('of 50 × 50 points, the most there can be, is ready within seconds', () => {
      const start = performance.now();
      const transform = tps({ controlPoints: [50, 50] });
      expect(performance.now() - start).toBeLessThan(10_000);
      tidy(() => {
        const theta = tensor3d([...transform.identity], [1, 1, 5000]).reshape([1, 5000]);
        const grid = generateGrid(transform, theta as never, { outputSize: size });
        expectClose(pairsOf(grid.dataSync()), centres, { rtol: 0, atol: 1e-5 });
      });
      transform.dispose?.();
    });

    it('through points that nearly coincide stays near the smooth map that they are on', () => {
      const bend = ([x, y]: Point): Point => [x + 0.1 * Math.sin(2 * y), y - 0.1 * x * x];
      const near = gridPoints(6, 6).map(([x, y]): Point => [x + 3e-6, y - 2e-6]);
      const from = [...gridPoints(6, 6), ...near];
      const spline = referenceSpline(from, from.map(bend));
      const estimate = estimateTps(from, from.map(bend), { points: centres });
      const expected = centres.map(([x, y]) => spline(x, y));
      expectClose(pairsOf(estimate.dataSync()), expected, { rtol: 0, atol: 1e-3 });
      expectClose(pairsOf(estimate.dataSync()), centres.map(bend), { rtol: 0, atol: 0.01 });
      estimate.dispose();
    });
  });
});
