import { backends } from '../../engine/messages.js';
import { REACH } from './handles.js';
import {
  familyTitles,
  firstSetting,
  gridTitles,
  paddingTitles,
  samplerTitles,
  sizeFrom,
  sizeTitles,
  type Point,
  type WarpSetting,
} from './setting.js';

/** Writes what differs from the first setting as the query of an address. */
export function settingQuery(setting: WarpSetting): string {
  const [words, standard] = [wordsFor(setting), wordsFor(firstSetting)];
  return (
    Object.entries(words)
      // A sample picture comes with its corners.
      .filter(([key, value]) => key === 'corners' || value !== standard[key])
      .map(([key, value]) => `${key}=${value}`)
      .join('&')
  );
}

/** What has no effect with the family is left out. */
function wordsFor(setting: WarpSetting): Readonly<Record<string, string>> {
  const { family, affine, corners, points, pointsPerAxis } = setting;
  const { turn, zoom, stretch, shear, centre } = affine;
  const spline = family === 'tps' || family === 'bspline';
  return {
    transform: family,
    ...(family === 'affine' && {
      window: numbers([turn, zoom, stretch, shear, centre.x, centre.y]),
    }),
    ...(family === 'projective' && { corners: numbers(corners.flatMap(({ x, y }) => [x, y])) }),
    ...(spline && {
      grid: String(pointsPerAxis),
      points: numbers(points.flatMap(({ x, y }) => [x, y])),
    }),
    sampler: setting.sampler,
    padding: setting.padding,
    fill: setting.fill.replace('#', ''),
    align: String(setting.alignCorners),
    size: String(setting.outputSize),
    backend: setting.backend,
  };
}

/** Reads a setting from the query of an address; what is unknown or impossible is left out. */
export function settingFromQuery(query: string): Partial<WarpSetting> {
  const given = new URLSearchParams(query);
  const choice = <Value extends string>(
    key: string,
    of: Readonly<Record<Value, unknown>>,
  ): Value | undefined => (Object.keys(of) as Value[]).find((value) => value === given.get(key));
  const list = (key: string, count: number): number[] | undefined => {
    const values = (given.get(key) ?? '').split(',').map(Number);
    return values.length === count && values.every(Number.isFinite) ? values : undefined;
  };
  const family = choice('transform', familyTitles);
  const grid = Number(choice('grid', gridTitles) ?? firstSetting.pointsPerAxis);
  const window = list('window', 6);
  const corners = list('corners', 8);
  const points = list('points', 2 * grid * grid);
  const sampler = choice('sampler', samplerTitles);
  const padding = choice('padding', paddingTitles);
  const fill = /^[0-9a-f]{6}$/.exec(given.get('fill') ?? '')?.[0];
  const size = choice('size', sizeTitles);
  const backend = choice('backend', backends);
  return {
    ...(family && { family }),
    ...(window && { affine: windowFrom(window) }),
    ...(corners && { corners: pointsFrom(corners) }),
    ...(points && { pointsPerAxis: grid, points: pointsFrom(points) }),
    ...(sampler && { sampler }),
    ...(padding && { padding }),
    ...(fill !== undefined && { fill: `#${fill}` as const }),
    ...(given.get('align') === 'true' && { alignCorners: true }),
    ...(size && { outputSize: sizeFrom(size) }),
    ...(backend && { backend }),
  };
}

function numbers(values: readonly number[]): string {
  return values.map((value) => String(Math.round(value * 1e4) / 1e4 + 0)).join(',');
}

function windowFrom(values: readonly number[]): WarpSetting['affine'] {
  const [turn = 0, zoom = 1, stretch = 1, shear = 0, x = 0, y = 0] = values;
  return {
    turn: within(turn, -180, 180),
    zoom: within(zoom, 0.25, 4),
    stretch: within(stretch, 0.5, 2),
    shear: within(shear, -1, 1),
    centre: { x: within(x, -1, 1), y: within(y, -1, 1) },
  };
}

function pointsFrom(values: readonly number[]): Point[] {
  return Array.from({ length: values.length / 2 }, (_, index) => ({
    x: within(values[2 * index] ?? 0, -REACH, REACH),
    y: within(values[2 * index + 1] ?? 0, -REACH, REACH),
  }));
}

function within(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
