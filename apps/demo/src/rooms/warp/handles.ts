import { pictureCorners, type AffineWindow, type Point, type WarpSetting } from './setting.js';
import { affinePoint, affineTheta } from './theta.js';

/** A handle on the picture. */
export interface Handle extends Point {
  readonly name: string;
  readonly kind: 'corner' | 'point' | 'centre';
}

/** How far a handle can go, in half sizes of the picture. */
export const REACH = 1.25;

const cornerNames = ['upper left', 'upper right', 'lower right', 'lower left'] as const;

/** The handles of a setting. */
export function handlesOf(setting: WarpSetting, aspect: number): Handle[] {
  switch (setting.family) {
    case 'affine': {
      const theta = affineTheta(setting.affine, aspect);
      const corners = pictureCorners.map((corner, index): Handle => {
        const [x, y] = affinePoint(theta, corner.x, corner.y);
        return { x, y, kind: 'corner', name: `Turn and zoom, ${cornerNames[index]} corner` };
      });
      return [{ ...setting.affine.centre, kind: 'centre', name: 'Move the window' }, ...corners];
    }
    case 'projective':
      return setting.corners.map((point, index) => ({
        ...point,
        kind: 'corner',
        name: `Corner, ${cornerNames[index]}`,
      }));
    case 'tps':
    case 'bspline':
      return setting.points.map((point, index) => ({
        ...point,
        kind: 'point',
        name: `Point in row ${1 + Math.floor(index / setting.pointsPerAxis)}, column ${1 + (index % setting.pointsPerAxis)}`,
      }));
    default:
      return setting.family satisfies never;
  }
}

/** Moves one handle of a setting. */
export function moveHandle(
  setting: WarpSetting,
  index: number,
  to: Point,
  aspect: number,
): WarpSetting {
  const point = { x: within(to.x, REACH), y: within(to.y, REACH) };
  switch (setting.family) {
    case 'affine':
      return { ...setting, affine: moveWindow(setting.affine, index, to, aspect) };
    case 'projective':
      return { ...setting, corners: setting.corners.with(index, point) };
    case 'tps':
    case 'bspline':
      return { ...setting, points: setting.points.with(index, point) };
    default:
      return setting.family satisfies never;
  }
}

function moveWindow(window: AffineWindow, index: number, to: Point, aspect: number): AffineWindow {
  if (index === 0) return { ...window, centre: { x: within(to.x, 1), y: within(to.y, 1) } };
  const { centre } = window;
  const corner = pictureCorners[index - 1] ?? centre;
  const [x, y] = affinePoint(affineTheta(window, aspect), corner.x, corner.y);
  const before = [aspect * (x - centre.x), y - centre.y] as const;
  const after = [aspect * (to.x - centre.x), to.y - centre.y] as const;
  const angle = Math.atan2(after[1], after[0]) - Math.atan2(before[1], before[0]);
  const ratio = Math.hypot(...after) / Math.hypot(...before);
  const turn = window.turn + (angle * 180) / Math.PI;
  return {
    ...window,
    turn: turn - 360 * Math.round(turn / 360),
    zoom: Math.min(4, Math.max(0.25, window.zoom / Math.max(ratio, 0.01))),
  };
}

function within(value: number, limit: number): number {
  return Math.min(limit, Math.max(-limit, value));
}
