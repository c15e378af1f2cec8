import type { WarpRequest, WarpTransform } from '../../engine/messages.js';
import {
  evenPoints,
  pictureCorners,
  type AffineWindow,
  type Point,
  type WarpSetting,
} from './setting.js';

/** The transform of a setting. */
export function transformOf({ family, pointsPerAxis }: WarpSetting): WarpTransform {
  switch (family) {
    case 'affine':
      return { name: 'affine' };
    case 'projective':
      return { name: 'corners' };
    case 'tps':
      return { name: 'tps', controlPoints: [pointsPerAxis, pointsPerAxis] };
    case 'bspline':
      return { name: 'bsplineFfd', controlPoints: [pointsPerAxis + 2, pointsPerAxis + 2] };
    default:
      return family satisfies never;
  }
}

/** θ of a setting, rounded to four digits. */
export function thetaOf(setting: WarpSetting, aspect: number): number[] {
  const exact = exactTheta(setting, aspect);
  // Adding 0 turns -0 into 0, which is printed in the code.
  return exact.map((value) => Math.round(value * 1e4) / 1e4 + 0);
}

function exactTheta(setting: WarpSetting, aspect: number): number[] {
  switch (setting.family) {
    case 'affine':
      return affineTheta(setting.affine, aspect);
    case 'projective':
      return setting.corners.flatMap(({ x, y }, index) => {
        const from = pictureCorners[index] ?? { x: 0, y: 0 };
        return [x - from.x, y - from.y];
      });
    case 'tps':
      return setting.points.flatMap(({ x, y }) => [x, y]);
    case 'bspline':
      return latticeOf(setting).flatMap(({ x, y }) => [x, y]);
    default:
      return setting.family satisfies never;
  }
}

/** Longest side on the page of an output that keeps its size, in pixels. */
const LONGEST = 768;
/** Sides are multiples of this, so that a corner can be dragged without a new size for every pixel. */
const STEP = 16;

/** The size of the output, in pixels. */
export function outputSizeOf(setting: WarpSetting, aspect: number): [number, number] {
  if (setting.outputSize !== 'own') return [...setting.outputSize];
  const own = ownSize(setting, aspect, 1);
  const factor = LONGEST / Math.max(1e-6, ...own);
  const sides = own.map((side) => Math.max(1, Math.round((side * factor) / STEP)) * STEP);
  return sides as [number, number];
}

/**
 * The size of what is sampled: of the picture, or of what the four corners enclose, by the mean of
 * opposite sides.
 *
 * @param width of the picture
 * @param height of the picture
 * @returns height and width in the same unit
 */
export function ownSize(setting: WarpSetting, width: number, height: number): [number, number] {
  if (setting.family !== 'projective') return [height, width];
  const sides = setting.corners.map(({ x, y }, index) => {
    const next = setting.corners[(index + 1) % 4] ?? { x, y };
    return Math.hypot(((next.x - x) * width) / 2, ((next.y - y) * height) / 2);
  });
  const [top = 0, right = 0, bottom = 0, left = 0] = sides;
  return [(left + right) / 2, (top + bottom) / 2];
}

/** The request to the worker. */
export function warpRequest(setting: WarpSetting, aspect: number): WarpRequest {
  const { backend, sampler, padding, fill, alignCorners } = setting;
  return {
    backend,
    transform: transformOf(setting),
    theta: thetaOf(setting, aspect),
    sampler,
    padding,
    fill: fillBytes(fill),
    alignCorners,
    outputSize: outputSizeOf(setting, aspect),
  };
}

/** Red, green, blue and alpha of a fill. */
export function fillBytes(fill: WarpSetting['fill']): [number, number, number, number] {
  if (fill === 'transparent') return [0, 0, 0, 0];
  const value = Number.parseInt(fill.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255, 255];
}

/**
 * θ of a window: output (x, y, 1) to input, row-major. Rotation and shear are in pixels, so that a
 * rotated picture keeps its angles even if it isn't square.
 *
 * @param aspect width over height of the picture
 */
export function affineTheta(window: AffineWindow, aspect: number): number[] {
  const angle = (window.turn * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const width = Math.sqrt(window.stretch) / window.zoom;
  const height = 1 / (Math.sqrt(window.stretch) * window.zoom);
  const lean = window.shear * height;
  const { x, y } = window.centre;
  return [
    cos * width,
    (cos * lean - sin * height) / aspect,
    x,
    sin * width * aspect,
    sin * lean + cos * height,
    y,
  ];
}

/** The input point that θ maps an output point to. */
export function affinePoint(theta: readonly number[], x: number, y: number): [number, number] {
  const [a11 = 1, a12 = 0, tx = 0, a21 = 0, a22 = 1, ty = 0] = theta;
  return [a11 * x + a12 * y + tx, a21 * x + a22 * y + ty];
}

/**
 * The displacement of each point of a B-spline's lattice, row by row. The lattice extends one point
 * beyond the handles on every side; those outer points move with their nearest handle.
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
 * The input point that a B-spline maps an output point to (Rueckert et al., 1999): the point plus the
 * weighted displacements of the 4 × 4 lattice points around it.
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

/** The first of the four lattice points around a place. */
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
