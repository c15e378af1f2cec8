import { div, slice, tensor2d, tidy, type Tensor3D } from '@tensorflow/tfjs-core';
import { registerWasmKernels } from '@tfjs-stn/backend-wasm';
import { generateGrid, type Transform } from '@tfjs-stn/core';
import { compose, invert, toMatrix } from '@tfjs-stn/core/homography';
import { expectClose } from '@tfjs-stn/testing';
import { describeBackends } from '@tfjs-stn/testing/vitest';
import { affine, affineExp } from '@tfjs-stn/transform-affine';
import {
  corners,
  homography,
  homographyExp,
  projectiveTransforms,
} from '@tfjs-stn/transform-projective';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';

const runs = { numRuns: 60, seed: 1 };
const one = [1, 0, 0, 0, 1, 0, 0, 0, 1];

/** Eight numbers that float32 holds exactly. */
function parameters(limit: number): fc.Arbitrary<number[]> {
  const bound = Math.round(limit * 1024);
  const parameter = fc.integer({ min: -bound, max: bound }).map((value) => value / 1024);
  return fc.array(parameter, { minLength: 8, maxLength: 8 });
}

function check(limit: number, property: (theta: number[]) => void): void {
  fc.assert(
    fc.property(parameters(limit), (theta) => tidy(() => property(theta))),
    runs,
  );
}

function matrixOf(transform: Transform, theta: readonly number[]): Tensor3D {
  return toMatrix(transform, tensor2d([...theta], [1, theta.length]));
}

function entries(matrix: Tensor3D): number[] {
  return Array.from(matrix.dataSync());
}

/** The same map, at any scale. */
function expectSame(actual: Tensor3D, expected: Tensor3D | readonly number[], atol = 2e-6): void {
  const scaled: Tensor3D = div(actual, slice(actual, [0, 2, 2], [1, 1, 1]));
  const data = Array.isArray(expected) ? expected : entries(expected as Tensor3D);
  const wanted = (data as number[]).map((entry) => entry / (data as number[])[8]!);
  expectClose(scaled, { shape: [1, 3, 3], data: wanted }, { rtol: atol, atol });
}

function determinant(m: readonly number[]): number {
  const minor = (i: number, j: number): number => m[3 + i]! * m[6 + j]! - m[3 + j]! * m[6 + i]!;
  return m[0]! * minor(1, 2) - m[1]! * minor(0, 2) + m[2]! * minor(0, 1);
}

describeBackends(
  ['cpu', 'wasm'],
  () => {
    it.each(projectiveTransforms.map((factory) => [factory.factoryName, factory()] as const))(
      '%s: its identity is exactly the identity',
      (_name, transform) => {
        tidy(() => {
          expect(entries(matrixOf(transform, transform.identity)).map((x) => x + 0)).toEqual(one);
          const theta = tensor2d([...transform.identity], [1, 8]);
          const grid = generateGrid(transform, theta, { outputSize: [1, 4] });
          expect(Array.from(grid.dataSync()).map((x) => x + 0)).toEqual([
            -0.75, 0, -0.25, 0, 0.25, 0, 0.75, 0,
          ]);
        });
      },
    );

    it('homography with 0 as its last two entries is affine', () => {
      check(2, (theta) => {
        const six = theta.slice(0, 6);
        expect(entries(matrixOf(homography(), [...six, 0, 0]))).toEqual(
          entries(matrixOf(affine(), six)),
        );
      });
    });

    it('the inverse undoes a homography', () => {
      check(0.3, (offsets) => {
        const theta = homography().identity.map((value, i) => value + offsets[i]!);
        const matrix = matrixOf(homography(), theta);
        expectSame(compose(matrix, invert(matrix)), one, 1e-5);
      });
    });

    it('homographyExp of -θ undoes homographyExp of θ, with determinant 1', () => {
      check(0.6, (theta) => {
        const matrix = matrixOf(homographyExp(), theta);
        const back = matrixOf(
          homographyExp(),
          theta.map((value) => -value),
        );
        expectClose(compose(matrix, back), { shape: [1, 3, 3], data: one }, { atol: 1e-5 });
        expectClose(determinant(entries(matrix)), 1, { rtol: 1e-4 });
      });
    });

    it('homographyExp with 0 as its last two coordinates is an affine exponential', () => {
      check(0.75, ([a = 0, b = 0, c = 0, d = 0, e = 0, f = 0]) => {
        const matrix = matrixOf(homographyExp(), [a, b, c, d, e, f, 0, 0]);
        // The generator's last entry -(a + e) scales the whole.
        const ofAffine = matrixOf(affineExp(), [a + a + e, b, c, d, a + e + e, f]);
        expectSame(matrix, ofAffine, 1e-5);
      });
    });

    it('corners maps the corners of the output to the given points', () => {
      check(0.45, (theta) => {
        const grid = generateGrid(corners(), tensor2d(theta, [1, 8]), {
          outputSize: [2, 2],
          alignCorners: true,
        });
        const [x1, y1, x2, y2, x3, y3, x4, y4] = theta as [
          ...[number, number, number, number, number, number, number, number],
        ];
        // Row by row: the last two corners come in the other order.
        const expected = [x1 - 1, y1 - 1, x2 + 1, y2 - 1, x4 - 1, y4 + 1, x3 + 1, y3 + 1];
        expectClose(grid, { shape: [1, 2, 2, 2], data: expected }, { rtol: 1e-5, atol: 1e-5 });
      });
    });

    it('corners moved together are a translation, moved apart a scaling', () => {
      check(0.9, ([a = 0, b = 0]) => {
        expectSame(matrixOf(corners(), [a, b, a, b, a, b, a, b]), [1, 0, a, 0, 1, b, 0, 0, 1]);
        const [s, t] = [1 + a, 1 + b];
        expectSame(
          matrixOf(corners(), [-a, -b, a, -b, a, b, -a, b]),
          [s, 0, 0, 0, t, 0, 0, 0, 1],
          1e-5,
        );
      });
    });
  },
  { setup: { wasm: registerWasmKernels } },
);
