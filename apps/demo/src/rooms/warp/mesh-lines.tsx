import type { JSX } from 'preact';

import { REACH } from './handles.js';
import { pictureCorners, type Point, type WarpSetting } from './setting.js';
import { affinePoint, affineTheta, bsplinePoint, latticeOf } from './theta.js';

/** The grid of the output, as lines over the picture. */
export function MeshLines(props: {
  readonly setting: WarpSetting;
  readonly aspect: number;
}): JSX.Element {
  const [outline, ...inner] = linesOf(props.setting, props.aspect);
  return (
    <svg
      class="lines"
      viewBox={`${-REACH} ${-REACH} ${2 * REACH} ${2 * REACH}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      {inner.map((path, index) => (
        <path key={index} class="line inner" d={path} />
      ))}
      <path class="line shadow" d={outline} />
      <path class="line" d={outline} />
    </svg>
  );
}

function linesOf(setting: WarpSetting, aspect: number): string[] {
  switch (setting.family) {
    case 'affine': {
      const theta = affineTheta(setting.affine, aspect);
      const corners = pictureCorners.map((corner) => {
        const [x, y] = affinePoint(theta, corner.x, corner.y);
        return { x, y };
      });
      return [polygon(corners)];
    }
    case 'projective':
      return [polygon(setting.corners)];
    case 'tps':
      return meshOf(setting.points, setting.pointsPerAxis);
    case 'bspline':
      return bsplineMesh(setting);
    default:
      return setting.family satisfies never;
  }
}

function polygon(points: readonly Point[]): string {
  return `M${points.map(({ x, y }) => `${x} ${y}`).join('L')}Z`;
}

/** The border of the grid first, then the lines inside. */
function meshOf(points: readonly Point[], perAxis: number): string[] {
  const row = (index: number): Point[] => points.slice(index * perAxis, (index + 1) * perAxis);
  const column = (index: number): Point[] =>
    points.filter((_, position) => position % perAxis === index);
  const last = perAxis - 1;
  const border = [row(0), column(last), row(last).toReversed(), column(0).toReversed()];
  const inside = Array.from({ length: Math.max(0, perAxis - 2) }, (_, index) => index + 1);
  return [
    border.map(curve).join(''),
    ...inside.map((index) => curve(row(index))),
    ...inside.map((index) => curve(column(index))),
  ];
}

/** A Catmull-Rom spline through points, as Bézier curves. */
function curve(points: readonly Point[]): string {
  const at = (index: number): Point =>
    points[Math.min(points.length - 1, Math.max(0, index))] ?? { x: 0, y: 0 };
  const pieces = points.slice(1).map((to, index) => {
    const from = at(index);
    const before = at(index - 1);
    const after = at(index + 2);
    const first = `${from.x + (to.x - before.x) / 6} ${from.y + (to.y - before.y) / 6}`;
    const second = `${to.x - (after.x - from.x) / 6} ${to.y - (after.y - from.y) / 6}`;
    return `C${first},${second},${to.x} ${to.y}`;
  });
  return `M${at(0).x} ${at(0).y}${pieces.join('')}`;
}

/** Line segments between two points: enough to look smooth. */
const PIECES = 6;

/** The grid lines of a B-spline; the border first. */
function bsplineMesh(setting: WarpSetting): string[] {
  const { pointsPerAxis: perAxis } = setting;
  const lattice = latticeOf(setting);
  const last = perAxis - 1;
  const steps = Array.from({ length: last * PIECES + 1 }, (_, step) => step / PIECES);
  const row = (at: number): Point[] =>
    steps.map((step) => bsplinePoint(lattice, perAxis, step, at));
  const column = (at: number): Point[] =>
    steps.map((step) => bsplinePoint(lattice, perAxis, at, step));
  const border = [row(0), column(last), row(last).toReversed(), column(0).toReversed()];
  const inside = Array.from({ length: last - 1 }, (_, index) => index + 1);
  const open = (points: readonly Point[]): string =>
    `M${points.map(({ x, y }) => `${x} ${y}`).join('L')}`;
  return [
    polygon(border.flat()),
    ...inside.map((at) => open(row(at))),
    ...inside.map((at) => open(column(at))),
  ];
}
