import type { WarpRequest, WarpTransform } from '../../engine/warp-request.js';
import { affineTheta } from './affine-theta.js';
import { latticeOf } from './bspline-lattice.js';
import { pictureCorners, type WarpSetting } from './setting.js';

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

/** θ of a setting, rounded to what the eye and the code can use. */
export function thetaOf(setting: WarpSetting, aspect: number): number[] {
  const exact = exactTheta(setting, aspect);
  // No -0, which would stand in the code.
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

/** What the worker is asked for. */
export function warpRequest(setting: WarpSetting, aspect: number): WarpRequest {
  const { backend, sampler, padding, fill, alignCorners, outputSize } = setting;
  return {
    backend,
    transform: transformOf(setting),
    theta: thetaOf(setting, aspect),
    sampler,
    padding,
    fill: fillBytes(fill),
    alignCorners,
    outputSize,
  };
}

/** Red, green, blue and alpha of a fill. */
export function fillBytes(fill: WarpSetting['fill']): [number, number, number, number] {
  if (fill === 'transparent') return [0, 0, 0, 0];
  const value = Number.parseInt(fill.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255, 255];
}
