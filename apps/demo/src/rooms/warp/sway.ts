import { type Point, type WarpSetting } from './setting.js';

/**
 * A setting that moves with time, to be watched.
 *
 * @param seconds since the movement began; at 0 the setting is itself
 */
export function sway(setting: WarpSetting, seconds: number): WarpSetting {
  const { affine } = setting;
  const wave = (phase: number): number => Math.sin(1.7 * seconds + phase) - Math.sin(phase);
  const swayPoint = (amount: number) => (point: Point, index: number) => ({
    x: point.x + amount * wave(1.3 * index),
    y: point.y + amount * wave(2.1 * index + 1),
  });
  switch (setting.family) {
    case 'affine':
      return {
        ...setting,
        affine: { ...affine, turn: affine.turn + 25 * wave(0), zoom: affine.zoom * 1.2 ** wave(0) },
      };
    case 'projective':
      return { ...setting, corners: setting.corners.map(swayPoint(0.05)) };
    case 'tps':
    case 'bspline':
      return { ...setting, points: setting.points.map(swayPoint(0.04)) };
    default:
      return setting.family satisfies never;
  }
}
