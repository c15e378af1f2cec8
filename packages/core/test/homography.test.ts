import {
  grad,
  mul,
  ones,
  square,
  sum,
  tensor,
  tensor2d,
  tidy,
  zeros,
  type Rank,
  type Tensor,
  type Tensor2D,
  type Tensor3D,
} from '@tensorflow/tfjs-core';
import { bilinear } from '@tfjs-stn/sampler-bilinear';
import { expectClose, expectGradient, expectNoLeak, seededRandom } from '@tfjs-stn/testing';
import { describeBackends } from '@tfjs-stn/testing/vitest';
import { affine } from '@tfjs-stn/transform-affine';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { DisposedError, DTypeError, OptionError, ShapeError } from '../src/errors.js';
import { compose, defineHomographyTransform, invert, toMatrix } from '../src/homography/index.js';
import { linearMatrixFamily, matrixFromEntries, type MatrixEntries } from '../src/internal.js';
import { defineTransform, generateGrid, warp, type HomographyField } from '../src/index.js';
import { accelerated, referenceBackends, someImage, someTheta } from './support.js';
import {
  inverse,
  mapped,
  matrixTensor,
  product,
  someMatrices,
  type Matrix,
} from './homography-matrices.js';

const runs = { numRuns: 100, seed: 1 };
const identity: Matrix = [1, 0, 0, 0, 1, 0, 0, 0, 1];

/** Σ weights · matrices², so that second derivatives are not 0 either. */
function weights(count: number): number[] {
  const random = seededRandom(3);
  return Array.from({ length: count * 9 }, () => Math.round(16 * (2 * random() - 1)) / 16);
}

function weightedSquares(matrices: readonly Matrix[]): number {
  const factors = weights(matrices.length);
  return matrices.flat().reduce((total, entry, i) => total + factors[i]! * entry * entry, 0);
}

function rowsOfNine(values: ArrayLike<number>): number[][] {
  return Array.from({ length: values.length / 9 }, (_, i) =>
    Array.from(values).slice(i * 9, i * 9 + 9),
  );
}

function declareCompose(): void {
  it.each([
    [2, 2],
    [1, 3],
    [3, 1],
    [0, 1],
    [0, 0],
  ])('multiplies batches of %i and %i', (ofA, ofB) => {
    const [a, b] = [someMatrices(ofA, 1), someMatrices(ofB, 2)];
    const batch = ofA === 1 ? ofB : ofA;
    const expected = Array.from({ length: batch }, (_, item) =>
      product(a[ofA === 1 ? 0 : item]!, b[ofB === 1 ? 0 : item]!),
    );
    expectNoLeak(() =>
      tidy(() => {
        const [left, right] = [matrixTensor(a), matrixTensor(b)];
        const composed = compose(left, right);
        expectClose(composed, { shape: [batch, 3, 3], data: expected.flat() });
      }),
    );
  });

  it('maps a point by b first, then by a', () => {
    tidy(() => {
      const twiceAsFar: Matrix = [2, 0, 0, 0, 2, 0, 0, 0, 1];
      const toTheRight: Matrix = [1, 0, 0.5, 0, 1, 0, 0, 0, 1];
      const both = compose(matrixTensor([twiceAsFar]), matrixTensor([toTheRight]));
      expect([...mapped([...both.dataSync()], [0.25, -0.5])]).toEqual([1.5, -1, 1]);
    });
  });

  it('warps as a and then b do', () => {
    tidy(() => {
      // Whole pixels, so that the second interpolation changes nothing.
      const field = (matrix: Tensor3D): HomographyField => ({
        kind: 'homography',
        matrix,
        outputSize: [8, 8],
        alignCorners: false,
      });
      const quarterTurn = matrixTensor([[0, -1, 0, 1, 0, 0, 0, 0, 1]]);
      const shift = matrixTensor([[1, 0, 0.5, 0, 1, 0.25, 0, 0, 1]]);
      const image = someImage([1, 8, 8, 2]);
      const options = { sampler: bilinear(), padding: 'wrap' } as const;
      const inTwoSteps = warp(warp(image, field(quarterTurn), options), field(shift), options);
      const inOne = warp(image, field(compose(quarterTurn, shift)), options);
      expectClose(inOne, inTwoSteps);
      const theOther = warp(image, field(compose(shift, quarterTurn)), options);
      expect(() => expectClose(theOther, inTwoSteps)).toThrow('values differ');
    });
  });

  it.each([
    [2, 2],
    [1, 3],
    [3, 1],
  ])('has gradients, batches of %i and %i', (ofA, ofB) => {
    tidy(() => {
      const [a, b] = [someMatrices(ofA, 1), someMatrices(ofB, 2)];
      const [left, right] = [matrixTensor(a), matrixTensor(b)];
      const batch = Math.max(ofA, ofB);
      const factors = tensor(weights(batch), [batch, 3, 3]);
      const value = (x: Matrix[], y: Matrix[]): number =>
        weightedSquares(
          Array.from({ length: batch }, (_, i) => product(x[i % x.length]!, y[i % y.length]!)),
        );
      const scalar = (x: Tensor, y: Tensor): Tensor =>
        sum(mul(factors, square(compose(x as Tensor3D, y as Tensor3D))));
      const tolerance = { rtol: 1e-5, atol: 1e-5 };
      expectGradient({
        evaluate: (point) => value(rowsOfNine(point), b),
        point: a.flat(),
        gradient: grad((x: Tensor) => scalar(x, right))(left).dataSync(),
        ...tolerance,
      });
      expectGradient({
        evaluate: (point) => value(a, rowsOfNine(point)),
        point: b.flat(),
        gradient: grad((y: Tensor) => scalar(left, y))(right).dataSync(),
        ...tolerance,
      });
    });
  });
}

function declareInvert(): void {
  it('is the inverse, whatever the scale', () => {
    const matrices = [
      ...someMatrices(3, 5),
      someMatrices(1, 6)[0]!.map((entry) => entry * 2 ** 10),
      someMatrices(1, 7)[0]!.map((entry) => entry * -(2 ** -10)),
      [0, 1, 0, 0, 0, 1, 1, 0, 0],
    ];
    const expected = { shape: [6, 3, 3], data: matrices.flatMap(inverse) };
    expectNoLeak(() =>
      tidy(() => expectClose(invert(matrixTensor(matrices)), expected, { rtol: 5e-6, atol: 2e-6 })),
    );
  });

  it('composes with its argument to the identity', () => {
    const parameters = fc.array(fc.integer({ min: -300, max: 300 }), {
      minLength: 9,
      maxLength: 9,
    });
    fc.assert(
      fc.property(parameters, (offsets) =>
        tidy(() => {
          const matrix = matrixTensor([identity.map((entry, i) => entry + offsets[i]! / 1024)]);
          const tolerance = { rtol: 0, atol: 5e-6 };
          const expected = { shape: [1, 3, 3], data: identity };
          expectClose(compose(matrix, invert(matrix)), expected, tolerance);
          expectClose(compose(invert(matrix), matrix), expected, tolerance);
        }),
      ),
      runs,
    );
  });

  it('is the inverse, and has its gradient, where the determinant leaves float32', () => {
    // Rows and columns of A are multiplied by powers of two, which change no digit.
    const scales = [
      { rows: [2 ** 44, 2 ** 44, 2 ** 44], columns: [1, 1, 1] },
      { rows: [2 ** -50, 2 ** -50, 2 ** -50], columns: [1, 1, 1] },
      { rows: [2 ** 66, 2 ** 66, 1], columns: [1, 1, 1] },
      { rows: [2 ** -76, 2 ** -76, 1], columns: [1, 1, 1] },
      { rows: [2 ** 20, 1, 2 ** -30], columns: [2 ** 40, 2 ** -30, 1] },
    ];
    const evenly = someMatrices(scales.length, 9, 0.2);
    const scaled = (matrices: readonly Matrix[], sign: 1 | -1, turned: boolean): Matrix[] =>
      matrices.map((matrix, item) => {
        const { rows, columns } = scales[item]!;
        const [left, right] = turned ? [columns, rows] : [rows, columns];
        return matrix.map((entry, i) => entry * (left[Math.floor(i / 3)]! * right[i % 3]!) ** sign);
      });
    const upstream = rowsOfNine(weights(scales.length));
    tidy(() => {
      const matrices = matrixTensor(scaled(evenly, 1, false));
      const inverses = rowsOfNine(invert(matrices).dataSync());
      const expected = evenly.map(inverse);
      expectClose(scaled(inverses, 1, true), expected, { rtol: 0, atol: 1e-5 });
      const dy = matrixTensor(scaled(upstream, 1, true));
      const gradient = grad((m: Tensor) => invert(m as Tensor3D))(matrices, dy).dataSync();
      const transposed = expected.map((matrix) =>
        matrix.map((_, i) => matrix[(i % 3) * 3 + Math.floor(i / 3)]!),
      );
      const exact = transposed.map((turned, item) =>
        product(product(turned, upstream[item]!), turned).map((entry) => -entry),
      );
      expectClose(scaled(rowsOfNine(gradient), 1, false), exact, { rtol: 0, atol: 5e-5 });
    });
  });

  it('keeps the last row of an affine matrix exactly, and the identity', () => {
    tidy(() => {
      const inverted = invert(toMatrix(affine(), someTheta(20, 130, 250))).dataSync();
      for (let item = 0; item < 3; item++) {
        expect(Array.from(inverted.slice(item * 9 + 6, item * 9 + 9)).map(Math.abs)).toEqual([
          0, 0, 1,
        ]);
      }
      expect([...invert(matrixTensor([identity])).dataSync()].map((x) => x + 0)).toEqual(identity);
    });
  });

  it('brings points in front of the horizon back to the front, mirrored or not', () => {
    tidy(() => {
      const tilted: Matrix = [1, 0.1, 0.2, -0.1, 0.9, 0, 0.3, -0.2, 1];
      const mirrored: Matrix = [-1, 0.1, 0.2, 0.1, 0.9, 0, -0.3, -0.2, 1];
      const inverted = invert(matrixTensor([tilted, mirrored])).dataSync();
      [tilted, mirrored].forEach((matrix, item) => {
        const back = Array.from(inverted.slice(item * 9, item * 9 + 9));
        for (const point of [
          [0, 0],
          [0.9, -0.8],
          [-0.9, 0.7],
        ]) {
          const [x, y, w] = mapped(matrix, point) as [number, number, number];
          expect(w).toBeGreaterThan(0);
          expectClose(mapped(back, [x, y]), [...point, 1 / w], { rtol: 1e-5 });
        }
      });
    });
  });

  it('gives zeros and a gradient of 0 for a singular matrix', () => {
    tidy(() => {
      const singular: Matrix = [1, 2, 3, 2, 4, 6, 0, 0, 1];
      const regular: Matrix = [2, 0, 0, 0, 2, 0, 0, 0, 1];
      const matrices = matrixTensor([singular, identity.map(() => 0), regular]);
      const inverted = invert(matrices);
      const expected = [...Array<number>(18).fill(0), 0.5, 0, 0, 0, 0.5, 0, 0, 0, 1];
      expectClose(inverted, { shape: [3, 3, 3], data: expected });
      const gradient = grad((m: Tensor) => invert(m as Tensor3D))(matrices).dataSync();
      expect(gradient.slice(0, 18).every((value) => value === 0)).toBe(true);
      expect(gradient.slice(18).every((value) => Number.isFinite(value))).toBe(true);
    });
  });

  it('propagates NaN and accepts an empty batch', () => {
    tidy(() => {
      const unknown = matrixTensor([identity.map(() => NaN)]);
      expect([...invert(unknown).dataSync()].every(Number.isNaN)).toBe(true);
      expect(invert(zeros<Rank.R3>([0, 3, 3])).shape).toEqual([0, 3, 3]);
    });
  });

  it('has gradients of first and second order', () => {
    tidy(() => {
      const matrices = someMatrices(2, 8, 0.2);
      const factors = tensor(weights(2), [2, 3, 3]);
      const scalar = (m: Tensor): Tensor => sum(mul(factors, square(invert(m as Tensor3D))));
      const value = (point: ArrayLike<number>): number =>
        weightedSquares(rowsOfNine(point).map(inverse));
      const point = matrices.flat();
      const input = matrixTensor(matrices);
      const first = grad(scalar);
      expectGradient({
        evaluate: value,
        point,
        gradient: first(input).dataSync(),
        rtol: 1e-4,
        atol: 1e-4,
      });
      const along = ones(input.shape);
      const second = grad((m: Tensor) => sum(mul(along, first(m))))(input).dataSync();
      const step = 1e-4;
      const shifted = (base: Float64Array, by: number): Float64Array => base.map((x) => x + by);
      expectGradient({
        what: 'second derivative',
        evaluate: (at) => (value(shifted(at, step)) - value(shifted(at, -step))) / (2 * step),
        point,
        gradient: second,
        step: 1e-4,
        rtol: 1e-3,
        atol: 2e-3,
      });
    });
  });
}

function declareToMatrix(): void {
  it('is the matrix of the field', () => {
    expectNoLeak(() =>
      tidy(() => {
        const theta = tensor2d([[1, 2, 3, 4, 5, 6]]);
        expect([...toMatrix(affine(), theta).dataSync()]).toEqual([1, 2, 3, 4, 5, 6, 0, 0, 1]);
      }),
    );
  });

  it('rejects transforms of another kind and θ of another width, without leaks', () => {
    const asGrid = defineTransform('asGrid', () => ({
      paramCount: 6,
      identity: affine().identity,
      field: (theta, { outputSize, alignCorners }) => ({
        kind: 'grid',
        grid: generateGrid(affine(), theta, { outputSize, alignCorners }),
        outputSize,
        alignCorners,
      }),
    }));
    const theta = someTheta(10);
    const refused = (): void => expectNoLeak(() => toMatrix(asGrid(), theta));
    expect(refused).toThrow(OptionError);
    expect(refused).toThrow(
      "toMatrix: the field of a transform must be a homography, got a grid from 'asGrid'. Use generateGrid",
    );
    expect(() => toMatrix(affine(), tensor2d([[1, 2]]))).toThrow(ShapeError);
    expect(() => toMatrix('affine' as never, theta)).toThrow('got the name');
    theta.dispose();
    expect(() => toMatrix(affine(), theta)).toThrow(DisposedError);
  });
}

function declareDefinitions(): void {
  const step: MatrixEntries = [0, 0, 1, 0, 0, 0, 0, 0, 0];
  const start: MatrixEntries = [1, 0, 0, 0, 1, 0, 0, 0, 1];

  it('adds up terms and a constant', () => {
    tidy(() => {
      const both = linearMatrixFamily([step, start], start);
      const sums = both(tensor2d([0.5, 2, 0, -1], [2, 2]));
      const expected = [3, 0, 0.5, 0, 3, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0];
      expectClose(sums, { shape: [2, 3, 3], data: expected }, { rtol: 0, atol: 0 });
      const alone = linearMatrixFamily([step])(tensor2d([[2]]));
      expect([...alone.dataSync()]).toEqual([0, 0, 2, 0, 0, 0, 0, 0, 0]);
      expect(both(zeros<Rank.R2>([0, 2])).shape).toEqual([0, 3, 3]);
    });
  });

  it('rejects values that are not matrices', () => {
    expect(() => linearMatrixFamily([])).toThrow(
      'linearMatrixFamily: there must be at least one term, got none',
    );
    expect(() => linearMatrixFamily([step, [1, 2] as never])).toThrow(
      'linearMatrixFamily: a matrix must have 9 entries, got 2',
    );
  });

  it.each([0, 2, 6, 8, 9])('completes %i entries with those of the identity', (count) => {
    const given = [3, -2, 0.5, Infinity, NaN, -1, 7, 2 ** 99, 4].slice(0, count);
    const expected = [...given, ...identity.slice(count)];
    tidy(() => {
      const entries = tensor2d([...given, ...given], [2, count]);
      expect([...matrixFromEntries(entries).dataSync()]).toEqual([...expected, ...expected]);
      expect(matrixFromEntries(zeros<Rank.R2>([0, count])).shape).toEqual([0, 3, 3]);
      const upstream = tensor(weights(2), [2, 3, 3]);
      const gradient = grad((x) => matrixFromEntries(x as Tensor2D))(entries, upstream);
      const rows = rowsOfNine(weights(2)).flatMap((row) => row.slice(0, count));
      expect([...gradient.dataSync()]).toEqual(rows);
    });
  });

  it('rejects more entries than a matrix has', () => {
    expect(() => matrixFromEntries(zeros([2, 10]))).toThrow(ShapeError);
    expect(() => matrixFromEntries(zeros([2, 10]))).toThrow(
      'matrixFromEntries: entries must be [batch, up to 9], got [2, 10]',
    );
    expect(() => matrixFromEntries([1, 0] as never)).toThrow(OptionError);
  });

  it('makes a transform from a matrix, without a config and without leaks', () => {
    const combined = linearMatrixFamily([step], start);
    const slide = defineHomographyTransform('slide', {
      identity: [0],
      matrix: (theta) => combined(mul(theta, 2)),
    });
    const theta = tensor2d([[0.25]]);
    expectNoLeak(() => {
      const field = slide().field(theta, { outputSize: [2, 3], alignCorners: true });
      expect(field).toMatchObject({ kind: 'homography', outputSize: [2, 3], alignCorners: true });
      return field.kind === 'homography' ? field.matrix : [];
    });
    expect(slide()).toMatchObject({ name: 'slide', paramCount: 1, identity: [0], config: {} });
    const wrong = slide as (config?: object) => unknown;
    expect(() => wrong({ step: 1 })).toThrow(OptionError);
  });
}

describe('matrices of homographies', () => {
  describeBackends(
    referenceBackends,
    () => {
      describe('compose', () => {
        declareCompose();
      });
      describe('invert', () => {
        declareInvert();
      });
      describe('toMatrix', () => {
        declareToMatrix();
      });
      describe('linearMatrixFamily, matrixFromEntries and defineHomographyTransform', () => {
        declareDefinitions();
      });

      it.each([
        ['compose', (m: Tensor3D) => compose(m, matrixTensor([identity]))],
        ['compose', (m: Tensor3D) => compose(matrixTensor([identity]), m)],
        ['invert', (m: Tensor3D) => invert(m)],
      ])('%s rejects what is not a batch of matrices', (operation, apply) => {
        tidy(() => {
          expect(() => apply(tensor2d([[1, 2]]) as never)).toThrow(ShapeError);
          expect(() => apply(tensor2d([[1, 2]]) as never)).toThrow(
            new RegExp(`^${operation}: (a|b|matrix) must be \\[batch, 3, 3\\], got \\[1, 2\\]`),
          );
          expect(() => apply(zeros<Rank.R3>([1, 3, 3], 'int32'))).toThrow(DTypeError);
          expect(() => apply(undefined as never)).toThrow(OptionError);
          expect(() => compose(zeros([2, 3, 3]), zeros([3, 3, 3]))).toThrow(
            'compose: a and b must have the same batch, or one of them 1; a has 2, got [3, 3, 3]',
          );
        });
      });
    },
    accelerated,
  );
});
