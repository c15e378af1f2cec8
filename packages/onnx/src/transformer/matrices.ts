import type { Operations } from '../graph/graph.js';

/** Writes the entries of matrices, `[batch, 9]`, row by row, from θ. */
export type MatrixWriter = <Result>(graph: Operations<Result>, theta: Result) => Result;

/** A family that is not linear in θ. */
export interface MatrixFamily {
  readonly write: MatrixWriter;
  readonly paramCount: number;
  /** Whether the last row is 0 0 1. */
  readonly isAffine: boolean;
}

const slice = <Result>(graph: Operations<Result>, x: Result, begin: number, end: number): Result =>
  graph.node('Slice', [x, ...[begin, end, 1].map((value) => graph.integers([value]))]);

const concat = <Result>(graph: Operations<Result>, parts: readonly Result[]): Result =>
  graph.node('Concat', parts, { axis: 1 });

const mul = <Result>(graph: Operations<Result>, a: Result, b: Result): Result =>
  graph.node('Mul', [a, b]);

const constant = <Result>(
  graph: Operations<Result>,
  rows: readonly (readonly number[])[],
): Result => graph.floats(rows.flat(), [rows.length, rows[0]?.length ?? 0]);

/** `coefficients · terms + offset` */
const combine = <Result>(
  graph: Operations<Result>,
  coefficients: Result,
  terms: readonly (readonly number[])[],
  offset: readonly number[] = Array<number>(9).fill(0),
): Result => graph.node('Gemm', [coefficients, constant(graph, terms), graph.floats(offset, [9])]);

/** The unit matrix of an entry. */
const entry = (index: number): number[] =>
  Array.from({ length: 9 }, (_, at) => Number(at === index));

const one = [1, 0, 0, 0, 1, 0, 0, 0, 1];
const last = entry(8);
const cosine = [1, 0, 0, 0, 1, 0, 0, 0, 0];
const sine = [0, -1, 0, 1, 0, 0, 0, 0, 0];

const turned = <Result>(
  graph: Operations<Result>,
  angle: Result,
  ...shift: readonly Result[]
): Result => {
  const parts = [graph.node('Cos', [angle]), graph.node('Sin', [angle]), ...shift];
  const shifts = shift.length > 0 ? [entry(2), entry(5)] : [];
  return combine(graph, concat(graph, parts), [cosine, sine, ...shifts], last);
};

const rigid: MatrixWriter = (graph, theta) =>
  turned(graph, slice(graph, theta, 0, 1), slice(graph, theta, 1, 3));

const similarity: MatrixWriter = (graph, theta) => {
  const [scale, angle] = [
    graph.node('Exp', [slice(graph, theta, 0, 1)]),
    slice(graph, theta, 1, 2),
  ];
  const parts = ['Cos', 'Sin'].map((op) => mul(graph, scale, graph.node(op, [angle])));
  const coefficients = concat(graph, [...parts, slice(graph, theta, 2, 4)]);
  return combine(graph, coefficients, [cosine, sine, entry(2), entry(5)], last);
};

const shear: MatrixWriter = (graph, theta) => {
  const product = mul(graph, slice(graph, theta, 0, 1), slice(graph, theta, 1, 2));
  return combine(graph, concat(graph, [theta, product]), [entry(1), entry(3), entry(4)], one);
};

/** The Lie algebra with these generators. */
const exponential =
  (generators: readonly (readonly number[])[]): MatrixWriter =>
  <Result>(graph: Operations<Result>, theta: Result) => {
    const square = (x: Result): Result => graph.node('Reshape', [x, graph.integers([-1, 3, 3])]);
    const diagonal = (value: number): Result =>
      graph.floats(
        one.map((x) => x * value),
        [3, 3],
      );
    // As matrixExponential of core: the series of exp - 1 at 1/16, squared four times.
    const x = square(
      combine(
        graph,
        theta,
        generators.map((row) => row.map((g) => g / 16)),
      ),
    );
    // Horner: x · (1 + x/2 · (1 + x/3 · …)), to degree 9
    let inner = diagonal(1);
    for (let degree = 9; degree > 1; degree--) {
      const scaled = mul(graph, x, graph.floats([1 / degree], []));
      inner = graph.node('Add', [graph.node('MatMul', [scaled, inner]), diagonal(1)]);
    }
    let sum = graph.node('MatMul', [x, inner]);
    for (let squaring = 0; squaring < 4; squaring++) {
      sum = graph.node('MatMul', [sum, graph.node('Add', [sum, diagonal(2)])]);
    }
    const entries = graph.node('Add', [sum, diagonal(1)]);
    return graph.node('Reshape', [entries, graph.integers([-1, 9])]);
  };

const corner = [
  [-1, -1],
  [1, -1],
  [1, 1],
  [-1, 1],
] as const;

/**
 * The homography that displaces the corners: the area of the triangle of the other three corners
 * weighs each corner, and a linear map takes the weighted corners to the matrix (Heckbert, 1989).
 */
const corners: MatrixWriter = <Result>(graph: Operations<Result>, theta: Result): Result => {
  const places = graph.node('Add', [theta, graph.floats(corner.flat(), [8])]);
  const at = (index: number, axis: number): Result => {
    const start = index * 2 + axis;
    return slice(graph, places, start, start + 1);
  };
  const side = (from: number, to: number, axis: number): Result =>
    graph.node('Sub', [at(to, axis), at(from, axis)]);
  const weighted = corner.flatMap((_, index) => {
    const [a = 0, b = 0, c = 0] = [0, 1, 2, 3].filter((other) => other !== index);
    const forward = mul(graph, side(a, b, 0), side(a, c, 1));
    const weight = graph.node('Sub', [forward, mul(graph, side(a, b, 1), side(a, c, 0))]);
    return [mul(graph, at(index, 0), weight), mul(graph, at(index, 1), weight), weight];
  });
  // Row 3 · corner + r of the map gives entry (r, c) of the matrix the c-th coordinate of the corner.
  const terms = corner.flatMap(([x, y]) =>
    [0, 1, 2].map((row) => {
      const term = Array<number>(9).fill(0);
      [x, y, 1].forEach((coordinate, column) => (term[row * 3 + column] = coordinate / 16));
      return term;
    }),
  );
  const entries = combine(graph, concat(graph, weighted), terms);
  // The sign that puts the centre in front of the horizon.
  return mul(graph, entries, graph.node('Sign', [slice(graph, entries, 8, 9)]));
};

const generatorsOf = (count: number): number[][] =>
  Array.from({ length: count }, (_, at) => entry(at));
const withoutTrace = generatorsOf(8).map((row, at) =>
  at === 0 || at === 4 ? row.with(8, -1) : row,
);

/** The transforms by a matrix that is not linear in θ, by name. */
export const matrixFamilies: Readonly<Record<string, MatrixFamily>> = {
  rotation: { write: (graph, theta) => turned(graph, theta), paramCount: 1, isAffine: true },
  rigid: { write: rigid, paramCount: 3, isAffine: true },
  similarity: { write: similarity, paramCount: 4, isAffine: true },
  shear: { write: shear, paramCount: 2, isAffine: true },
  affineExp: { write: exponential(generatorsOf(6)), paramCount: 6, isAffine: true },
  homographyExp: { write: exponential(withoutTrace), paramCount: 8, isAffine: false },
  corners: { write: corners, paramCount: 8, isAffine: false },
};
