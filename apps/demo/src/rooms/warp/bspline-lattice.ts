import { evenPoints, type Point, type WarpSetting } from './setting.js';

/**
 * How far each point of a B-spline's lattice is moved, row by row. The lattice reaches one point
 * beyond the handles on every side; a point out there goes with its nearest handle.
 */
export function latticeOf({ points, pointsPerAxis }: WarpSetting): Point[] {
  const size = pointsPerAxis + 2;
  const even = evenPoints(pointsPerAxis);
  const inside = (index: number): number => Math.min(pointsPerAxis - 1, Math.max(0, index - 1));
  return Array.from({ length: size * size }, (_, index) => {
    const nearest = inside(Math.floor(index / size)) * pointsPerAxis + inside(index % size);
    const [from, to] = [even[nearest], points[nearest]];
    return { x: (to?.x ?? 0) - (from?.x ?? 0), y: (to?.y ?? 0) - (from?.y ?? 0) };
  });
}

/**
 * Where a B-spline sends a point of the output, as Rueckert et al. (1999) have it: the point and the
 * displacements of the 4 × 4 lattice points around it, each times its weights.
 *
 * @param column from 0 (left) to pointsPerAxis - 1 (right), in spacings of the lattice
 * @param row the same, downwards
 */
export function bsplinePoint(
  lattice: readonly Point[],
  perAxis: number,
  column: number,
  row: number,
): Point {
  const [left, top] = [first(column, perAxis), first(row, perAxis)];
  const point = { x: (2 * column) / (perAxis - 1) - 1, y: (2 * row) / (perAxis - 1) - 1 };
  weights(row - top).forEach((down, i) =>
    weights(column - left).forEach((across, j) => {
      const moved = lattice[(top + i) * (perAxis + 2) + left + j];
      point.x += down * across * (moved?.x ?? 0);
      point.y += down * across * (moved?.y ?? 0);
    }),
  );
  return point;
}

/** The first of the four lattice points about a place. */
function first(place: number, perAxis: number): number {
  return Math.min(perAxis - 2, Math.floor(place));
}

/** The cubic B-spline at a fraction of a spacing, for the four points around it. */
function weights(u: number): readonly number[] {
  return [
    (1 - u) ** 3 / 6,
    (3 * u ** 3 - 6 * u ** 2 + 4) / 6,
    (-3 * u ** 3 + 3 * u ** 2 + 3 * u + 1) / 6,
    u ** 3 / 6,
  ];
}
