import { describeTransform, type TransformConformance } from '@tfjs-stn/testing/vitest';
import {
  tps,
  tpsDisplacement,
  tpsPoints,
  type TpsConfig,
  type TpsPointsConfig,
} from '@tfjs-stn/transform-tps';

import { gridPoints, pairsOf, referenceSpline } from './reference-spline.js';

type Point = readonly [number, number];
type Layout = { readonly free: readonly Point[]; readonly held: readonly Point[] };

/** The border of a 3 × 3 grid with two pins per edge: the same eight points. */
const ring: readonly Point[] = gridPoints(3, 3).filter(([x, y]) => x !== 0 || y !== 0);

function gridLayout({ controlPoints: [rows, columns], boundaryPins }: TpsConfig): Layout {
  if (boundaryPins === undefined) return { free: gridPoints(rows, columns), held: [] };
  if (rows === 3 && columns === 3) return { free: [[0, 0]], held: ring };
  // 4 rows and 3 columns with one pin per edge: the corners, all of which are in the grid.
  const inside = ([x, y]: Point): boolean => Math.max(Math.abs(x), Math.abs(y)) < 0.99;
  const points = gridPoints(rows, columns);
  return { free: points.filter(inside), held: points.filter((point) => !inside(point)) };
}

function at(
  { free, held }: Layout,
  moved: readonly Point[],
  regularization: number | undefined,
): (x: number, y: number) => readonly [number, number] {
  return referenceSpline([...free, ...held], [...moved, ...held], regularization);
}

const gridConfigs: readonly TpsConfig[] = [
  { controlPoints: [2, 2] },
  { controlPoints: [4, 3] },
  { controlPoints: [3, 4], regularization: 0.1 },
  { controlPoints: [3, 3], boundaryPins: 2 },
  { controlPoints: [4, 3], boundaryPins: 1, regularization: 0.05 },
];

/** Declares the suite of every transform of this package. */
export function declareConformance(on: Pick<TransformConformance, 'backends' | 'hooks'>): void {
  describeTransform<TpsConfig>(tps, {
    configs: gridConfigs,
    ...on,
    reference: (theta, x, y, config) =>
      at(gridLayout(config), pairsOf(theta), config.regularization)(x, y),
  });

  describeTransform<TpsConfig>(tpsDisplacement, {
    configs: gridConfigs,
    ...on,
    reference: (theta, x, y, config) => {
      const layout = gridLayout(config);
      const moved = pairsOf(theta).map(([dx, dy], i): Point => {
        const [px, py] = layout.free[i] as Point;
        return [px + dx, py + dy];
      });
      return at(layout, moved, config.regularization)(x, y);
    },
  });

  describeTransform<TpsPointsConfig>(tpsPoints, {
    configs: [
      {
        points: [
          [-0.5, -0.75],
          [0.75, -0.5],
          [0, 0.5],
        ],
      },
      {
        points: [
          [-0.5, -0.75],
          [0.75, -0.5],
          [0, 0.5],
          [1.5, 1],
          [0.1, -0.2],
        ],
        regularization: 0.2,
      },
      {
        points: [
          [-0.5, -0.5],
          [0.5, -0.25],
          [0, 0.5],
        ],
        boundaryPins: 2,
      },
    ],
    ...on,
    reference: (theta, x, y, { points, boundaryPins, regularization }) => {
      const layout = { free: points, held: boundaryPins === undefined ? [] : ring };
      return at(layout, pairsOf(theta), regularization)(x, y);
    },
  });
}
