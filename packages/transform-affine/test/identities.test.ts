import { tensor2d, tidy, type Tensor3D } from '@tensorflow/tfjs-core';
import { registerWasmKernels } from '@tfjs-stn/backend-wasm';
import { generateGrid, type Transform } from '@tfjs-stn/core';
import { compose, invert, toMatrix } from '@tfjs-stn/core/homography';
import { expectClose } from '@tfjs-stn/testing';
import { describeBackends } from '@tfjs-stn/testing/vitest';
import {
  affine,
  affineExp,
  affineTransforms,
  attention,
  rigid,
  rotation,
  scaling,
  shear,
  similarity,
  translation,
} from '@tfjs-stn/transform-affine';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';

const runs = { numRuns: 60, seed: 1 };
const one = [1, 0, 0, 0, 1, 0, 0, 0, 1];

/** Numbers that float32 holds exactly. */
function parameters(count: number, limit: number): fc.Arbitrary<number[]> {
  const bound = Math.round(limit * 1024);
  const parameter = fc.integer({ min: -bound, max: bound }).map((value) => value / 1024);
  return fc.array(parameter, { minLength: count, maxLength: count });
}

function matrixOf(transform: Transform, theta: readonly number[]): Tensor3D {
  return toMatrix(transform, tensor2d([...theta], [1, theta.length]));
}

function entries(matrix: Tensor3D): number[] {
  return Array.from(matrix.dataSync());
}

/** The same map, by the matrices. */
function expectSame(actual: Tensor3D, expected: Tensor3D | readonly number[], atol = 2e-6): void {
  const data = Array.isArray(expected) ? expected : entries(expected as Tensor3D);
  expectClose(actual, { shape: [1, 3, 3], data }, { rtol: 2e-6, atol });
}

function determinant([a = 0, b = 0, , c = 0, d = 0]: readonly number[]): number {
  return a * d - b * c;
}

function check(width: number, limit: number, property: (theta: number[]) => void): void {
  fc.assert(
    fc.property(parameters(width, limit), (theta) => tidy(() => property(theta))),
    runs,
  );
}

describeBackends(
  ['cpu', 'wasm'],
  () => {
    it.each(affineTransforms.map((factory) => [factory.factoryName, factory()] as const))(
      '%s: its identity is exactly the identity',
      (_name, transform) => {
        tidy(() => {
          expect(entries(matrixOf(transform, transform.identity)).map((x) => x + 0)).toEqual(one);
          const theta = tensor2d([...transform.identity], [1, transform.paramCount]);
          const grid = generateGrid(transform, theta, { outputSize: [2, 4] });
          const [x, y] = [
            [-0.75, -0.25, 0.25, 0.75],
            [-0.5, 0.5],
          ];
          const points = y.flatMap((v) => x.flatMap((u) => [u, v]));
          expect(Array.from(grid.dataSync())).toEqual(points);
        });
      },
    );

    it('affineExp of -θ undoes affineExp of θ', () => {
      check(6, 0.8, (theta) => {
        const back = matrixOf(
          affineExp(),
          theta.map((value) => -value),
        );
        expectSame(compose(matrixOf(affineExp(), theta), back), one, 1e-5);
        expectSame(invert(matrixOf(affineExp(), theta)), back, 1e-5);
      });
    });

    it('affineExp keeps the orientation: its determinant is e to the trace', () => {
      check(6, 1.5, (theta) => {
        const actual = determinant(entries(matrixOf(affineExp(), theta)));
        expect(actual).toBeGreaterThan(0);
        expectClose(actual, Math.exp(theta[0]! + theta[4]!), { rtol: 1e-3, atol: 0 });
      });
    });

    it('affineExp of a translation is that translation, and of a rotation that rotation', () => {
      check(2, 3, ([a = 0, b = 0]) => {
        expectSame(matrixOf(affineExp(), [0, 0, a, 0, 0, b]), matrixOf(translation(), [a, b]));
        expectSame(matrixOf(affineExp(), [0, -a, 0, a, 0, 0]), matrixOf(rotation(), [a]));
        expectSame(
          matrixOf(affineExp(), [b, -a, 0, a, b, 0]),
          matrixOf(similarity(), [b, a, 0, 0]),
          2e-6 * Math.exp(b),
        );
      });
    });

    it('a similarity equals its affine matrix and the product of its parts', () => {
      check(4, 2, ([logScale = 0, angle = 0, tx = 0, ty = 0]) => {
        const matrix = matrixOf(similarity(), [logScale, angle, tx, ty]);
        const [c, s] = [Math.exp(logScale) * Math.cos(angle), Math.exp(logScale) * Math.sin(angle)];
        expectSame(matrix, matrixOf(affine(), [c, -s, tx, s, c, ty]));
        const parts = compose(
          matrixOf(rigid(), [angle, tx, ty]),
          matrixOf(attention(), [Math.exp(logScale), 0, 0]),
        );
        expectSame(matrix, parts);
        expectSame(
          matrixOf(rigid(), [angle, tx, ty]),
          compose(matrixOf(translation(), [tx, ty]), matrixOf(rotation(), [angle])),
        );
      });
    });

    it('attention scales both axes alike and translates; shear preserves areas', () => {
      check(3, 2, ([s = 0, tx = 0, ty = 0]) => {
        expectSame(
          matrixOf(attention(), [s, tx, ty]),
          compose(matrixOf(translation(), [tx, ty]), matrixOf(scaling(), [s, s])),
        );
        const sheared = matrixOf(shear(), [s, tx]);
        expectClose(determinant(entries(sheared)), 1, { rtol: 1e-5 });
        expectSame(
          sheared,
          compose(matrixOf(affine(), [1, 0, 0, tx, 1, 0]), matrixOf(affine(), [1, s, 0, 0, 1, 0])),
        );
      });
    });

    it('rotations add up, and -angle is the inverse of angle', () => {
      check(2, 3, ([a = 0, b = 0]) => {
        const both = compose(matrixOf(rotation(), [a]), matrixOf(rotation(), [b]));
        expectSame(both, matrixOf(rotation(), [a + b]));
        expectSame(invert(matrixOf(rotation(), [a])), matrixOf(rotation(), [-a]));
      });
    });
  },
  { setup: { wasm: registerWasmKernels } },
);
