import {
  grad,
  matMul,
  tensor2d,
  tensor4d,
  tidy,
  type Tensor,
  type Tensor2D,
  type Tensor4D,
} from '@tensorflow/tfjs-core';
import { generateGrid, type BasisField, type Transform } from '@tfjs-stn/core';
import {
  expectClose,
  oracleGridSample,
  oracleGridSampleGradients,
  oracleHomographyGrid,
  seededRandom,
} from '@tfjs-stn/testing';
import { describeBackends } from '@tfjs-stn/testing/vitest';
import { affine } from '@tfjs-stn/transform-affine';
import { bsplineFfd, flow, polynomial } from '@tfjs-stn/transform-flow';
import * as fc from 'fast-check';
import { it } from 'vitest';

const unit = { shape: [1, 3, 3], data: [1, 0, 0, 0, 1, 0, 0, 0, 1] };
const runs = { numRuns: 25, seed: 1 };
const size = fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }));
const lattice = fc.tuple(fc.integer({ min: 4, max: 9 }), fc.integer({ min: 4, max: 9 }));
const parameters = fc.array(fc.double({ min: -2, max: 2, noNaN: true }), {
  minLength: 6,
  maxLength: 6,
});

function gridOf(
  transform: Transform,
  theta: readonly number[],
  outputSize: readonly [number, number],
  alignCorners: boolean,
): Tensor4D {
  const grid = tidy(() =>
    generateGrid(transform, tensor2d([...theta], [1, theta.length]), { outputSize, alignCorners }),
  );
  transform.dispose?.();
  return grid;
}

describeBackends(['cpu', 'wasm'], () => {
  it('a polynomial of degree 1 is affine', () => {
    fc.assert(
      fc.property(parameters, size, fc.boolean(), (theta, outputSize, alignCorners) =>
        tidy(() => {
          const [constantX, constantY, byX, alsoByX, byY, alsoByY] = theta as [
            number,
            number,
            number,
            number,
            number,
            number,
          ];
          const matrix = [byX, byY, constantX, alsoByX, alsoByY, constantY];
          const grid = gridOf(polynomial({ degree: 1 }), theta, outputSize, alignCorners);
          expectClose(grid, gridOf(affine(), matrix, outputSize, alignCorners), { atol: 1e-6 });
        }),
      ),
      runs,
    );
  });

  it('B-splines sum to 1: a lattice moved as one shifts the image', () => {
    fc.assert(
      fc.property(lattice, size, fc.boolean(), (controlPoints, outputSize, alignCorners) =>
        tidy(() => {
          const transform = bsplineFfd({ controlPoints });
          const shift = [0.25, -0.5];
          const theta = transform.identity.map((_, i) => shift[i % 2] as number);
          const grid = gridOf(transform, theta, outputSize, alignCorners);
          const shifted = gridOf(affine(), [1, 0, 0.25, 0, 1, -0.5], outputSize, alignCorners);
          expectClose(grid, shifted, { rtol: 0, atol: 5e-7 });
        }),
      ),
      runs,
    );
  });

  it('B-splines reproduce lines: a lattice moved affinely is that affine transformation', () => {
    fc.assert(
      fc.property(lattice, parameters, (controlPoints, [a, b, c, d, e, f]) =>
        tidy(() => {
          const [p = 0, q = 0, r = 0, s = 0, t = 0, u = 0] = [a, b, c, d, e, f];
          const [rows, columns] = controlPoints;
          const theta = Array.from({ length: rows * columns }, (_, i) => {
            const x = (2 * ((i % columns) - 1)) / (columns - 3) - 1;
            const y = (2 * (Math.floor(i / columns) - 1)) / (rows - 3) - 1;
            return [(p - 1) * x + q * y + r, s * x + (t - 1) * y + u];
          }).flat();
          const grid = gridOf(bsplineFfd({ controlPoints }), theta, [6, 7], false);
          const expected = gridOf(affine(), [p, q, r, s, t, u], [6, 7], false);
          expectClose(grid, expected, { rtol: 2e-6, atol: 5e-6 });
        }),
      ),
      runs,
    );
  });

  it('a flow with the size of the output is added unchanged', () => {
    fc.assert(
      fc.property(size, fc.boolean(), ([height, width], alignCorners) =>
        tidy(() => {
          const random = seededRandom(height * 10 + width);
          const transform = flow({ size: [height, width] });
          const theta = transform.identity.map(() => Math.fround(random() - 0.5));
          const still = gridOf(affine(), affine().identity, [height, width], alignCorners);
          const expected = still.dataSync().map((place, i) => place + (theta[i] as number));
          const grid = gridOf(transform, theta, [height, width], alignCorners);
          expectClose(grid, { shape: grid.shape, data: expected }, { rtol: 0, atol: 5e-7 });
        }),
      ),
      runs,
    );
  });

  it('a flow is resized to the output like an image, and clamped at its border', () => {
    fc.assert(
      fc.property(size, size, fc.boolean(), ([height, width], outputSize, alignCorners) =>
        tidy(() => {
          const transform = flow({ size: [height, width] });
          const values = (length: number, seed: number): Float32Array => {
            const random = seededRandom(height * 10 + width + seed);
            return Float32Array.from({ length }, () => random() - 0.5);
          };
          const image = { shape: [1, height, width, 2], data: values(height * width * 2, 0) };
          const still = oracleHomographyGrid({ matrix: unit, outputSize, alignCorners });
          const outputGradient = { shape: still.shape, data: values(still.data.length, 500) };
          const sampling = { image, grid: still, padding: 'border', alignCorners } as const;
          const displacement = oracleGridSample(sampling);
          const expected = displacement.data.map((by, i) => by + (still.data[i] as number));
          const theta = tensor2d(image.data, [1, transform.paramCount]);
          const apply = (t: Tensor): Tensor =>
            generateGrid(transform, t as Tensor2D, { outputSize, alignCorners });
          const close = { rtol: 1e-6, atol: 1e-6 };
          expectClose(apply(theta), { shape: still.shape, data: expected }, close);
          const dy = tensor4d(outputGradient.data, [1, ...outputSize, 2]);
          const { data } = oracleGridSampleGradients({ ...sampling, outputGradient }).image;
          expectClose(grad(apply)(theta, dy), { shape: theta.shape, data }, close);
          transform.dispose?.();
        }),
      ),
      runs,
    );
  });

  it('the terms of a polynomial are orthogonal over the output', () => {
    const transform = polynomial({ degree: 4 });
    tidy(() => {
      const theta = tensor2d([...transform.identity], [1, transform.paramCount]);
      const { basis } = transform.field(theta, { outputSize: [120, 120] }) as BasisField;
      const products = Array.from(matMul(basis, basis, true).dataSync());
      const [, terms] = basis.shape;
      const isSquare = (_: number, i: number): boolean => i % (terms + 1) === 0;
      const least = Math.min(...products.filter(isSquare));
      const mixed = products.filter((_, i) => !isSquare(_, i));
      const none = mixed.map(() => 0);
      // Relative to sums of squares of this size, only the error of the midpoint rule remains.
      expectClose(mixed, none, { rtol: 0, atol: 0.01 * least });
    });
    transform.dispose?.();
  });
});
