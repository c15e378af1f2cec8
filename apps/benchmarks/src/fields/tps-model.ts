import type { FieldModel, Point } from './field-model.js';
import { solve } from './solve.js';

const side = 4;
const along = (index: number): number => (2 * index) / (side - 1) - 1;
const points: readonly Point[] = Array.from({ length: side * side }, (_, index) => [
  along(index % side),
  along(Math.floor(index / side)),
]);
let solved: readonly (readonly number[])[] | undefined;

/**
 * A thin-plate spline through 4 × 4 points, each moved a little: `[U(|q - Pj|), 1, q] · L⁻¹ · [Y; 0]`
 * with `U(r) = r² log r` (Bookstein, 1989).
 */
export const tpsModel: FieldModel = {
  paramCount: 2 * points.length,
  theta: (random) =>
    points.flatMap((point) => point.map((at) => 0.9 * at + 0.15 * (random() - 0.5))),
  map(theta) {
    const [ofX, ofY] = [coefficients(theta, 0), coefficients(theta, 1)];
    return (at) => {
      const row = terms(at);
      return [dot(row, ofX), dot(row, ofY)];
    };
  },
  derivatives(_theta, at) {
    const basis = basisAt(at);
    return [basis.flatMap((weight) => [weight, 0]), basis.flatMap((weight) => [0, weight])];
  },
};

/** The weight of every control point's position at an output point. */
function basisAt(at: Point): number[] {
  const row = terms(at);
  return points.map((_, column) => dot(row, columnOf(column)));
}

/** `[U(|q - Pj|), 1, q]` */
function terms([x, y]: Point): number[] {
  return [...points.map((point) => radial(x - point[0], y - point[1])), 1, x, y];
}

/** `L⁻¹ · [Y; 0]` for one axis of the positions in θ. */
function coefficients(theta: ArrayLike<number>, axis: number): number[] {
  const positions = points.map((_, index) => theta[2 * index + axis] ?? NaN);
  return inverse().map((row) => dot(row, positions));
}

function columnOf(column: number): number[] {
  return inverse().map((row) => row[column] ?? NaN);
}

function inverse(): readonly (readonly number[])[] {
  return (solved ??= solveSystem());
}

function dot(a: readonly number[], b: readonly number[]): number {
  let sum = 0;
  for (let index = 0; index < a.length; index++) sum += (a[index] ?? NaN) * (b[index] ?? NaN);
  return sum;
}

/** The columns of L⁻¹ that positions are multiplied by. */
function solveSystem(): number[][] {
  const affine = points.map(([x, y]) => [1, x, y]);
  const upper = points.map((point, row) => [
    ...points.map((other) => radial(point[0] - other[0], point[1] - other[1])),
    ...(affine[row] ?? []),
  ]);
  const lower = [0, 1, 2].map((row) => [...affine.map((values) => values[row] ?? NaN), 0, 0, 0]);
  const system = [...upper, ...lower];
  const right = system.map((_, row) => points.map((_point, column) => (row === column ? 1 : 0)));
  return solve(system, right);
}

function radial(dx: number, dy: number): number {
  const squared = dx * dx + dy * dy;
  return squared === 0 ? 0 : 0.5 * squared * Math.log(squared);
}
