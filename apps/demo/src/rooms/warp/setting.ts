import type { Padding } from '@tfjs-stn/core';

import type { BackendChoice, SamplerName } from '../../engine/messages.js';

/** A place in the picture, from -1 to 1 on both axes, x right and y down. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** The families of transforms in the room. */
export type Family = 'affine' | 'projective' | 'tps' | 'bspline';

/** A window onto the picture in intuitive units. */
export interface AffineWindow {
  /** Degrees, clockwise. */
  readonly turn: number;
  /** Magnification of the content. */
  readonly zoom: number;
  /** Width over height, 1 where there is no stretch. */
  readonly stretch: number;
  /** How far the top leans to the left, for each half height. */
  readonly shear: number;
  readonly centre: Point;
}

/** A size in pixels, or that of what is sampled. */
export type OutputSize = 'own' | readonly [height: number, width: number];

/** The choices of the room with their titles. */
export const familyTitles = {
  affine: 'Affine',
  projective: 'Projective',
  tps: 'Thin plate',
  bspline: 'B-spline',
} as const satisfies Record<Family, string>;
export const samplerTitles = {
  nearest: 'Nearest',
  bilinear: 'Bilinear',
  bicubic: 'Bicubic',
  lanczos: 'Lanczos',
  antialiased: 'Anti-aliased',
  multiSample: 'Multi-sample',
} as const satisfies Record<SamplerName, string>;
export const paddingTitles = {
  zeros: 'Zeros or a colour',
  border: 'Border',
  reflection: 'Reflection',
  wrap: 'Wrap',
} as const satisfies Record<Padding, string>;
export const gridTitles = { 3: '3 × 3', 4: '4 × 4', 5: '5 × 5', 6: '6 × 6' } as const;
export const sizeTitles = {
  own: 'Its own',
  '64,64': '64 × 64',
  '128,128': '128 × 128',
  '256,256': '256 × 256',
  '512,512': '512 × 512',
  '768,1024': '1024 × 768',
  '1024,768': '768 × 1024',
  '1024,1024': '1024 × 1024',
} as const;

/** The output size of a choice. */
export function sizeFrom(choice: keyof typeof sizeTitles): OutputSize {
  if (choice === 'own') return choice;
  const [height = 0, width = 0] = choice.split(',').map(Number);
  return [height, width];
}

/** The choices with their titles, for a control. */
export function optionsOf<Value extends string>(
  titles: Readonly<Record<Value, string>>,
): (readonly [Value, string])[] {
  return Object.entries(titles) as [Value, string][];
}

/** All settings of the Warp room. */
export interface WarpSetting {
  readonly family: Family;
  readonly affine: AffineWindow;
  /** Upper left, upper right, lower right, lower left. */
  readonly corners: readonly Point[];
  /** Row by row. */
  readonly points: readonly Point[];
  /** Points along each axis of the splines. */
  readonly pointsPerAxis: number;
  readonly sampler: SamplerName;
  readonly padding: Padding;
  /** Outside the picture with padding 'zeros': nothing, or a colour as #rrggbb. */
  readonly fill: 'transparent' | `#${string}`;
  readonly alignCorners: boolean;
  readonly outputSize: OutputSize;
  readonly backend: BackendChoice;
}

/** The window that shows the whole picture, unchanged. */
export const wholePicture: AffineWindow = {
  turn: 0,
  zoom: 1,
  stretch: 1,
  shear: 0,
  centre: { x: 0, y: 0 },
};

/** The corners of the picture. */
export const pictureCorners: readonly Point[] = [
  { x: -1, y: -1 },
  { x: 1, y: -1 },
  { x: 1, y: 1 },
  { x: -1, y: 1 },
];

/** Evenly spaced points over the picture, row by row. */
export function evenPoints(perAxis: number): readonly Point[] {
  const at = (step: number): number => (2 * step) / (perAxis - 1) - 1;
  return Array.from({ length: perAxis * perAxis }, (_, index) => ({
    x: at(index % perAxis),
    y: at(Math.floor(index / perAxis)),
  }));
}

/** The initial setting. */
export const firstSetting: WarpSetting = {
  family: 'projective',
  affine: wholePicture,
  corners: pictureCorners,
  points: evenPoints(4),
  pointsPerAxis: 4,
  sampler: 'bilinear',
  padding: 'zeros',
  fill: 'transparent',
  alignCorners: false,
  outputSize: [512, 512],
  backend: 'kernels',
};

/** Whether two settings differ at most in θ and padding, so that one takes as long as the other. */
export function isAlike(a: WarpSetting, b: WarpSetting): boolean {
  return (
    a.backend === b.backend &&
    a.sampler === b.sampler &&
    a.outputSize === b.outputSize &&
    a.family === b.family &&
    a.pointsPerAxis === b.pointsPerAxis
  );
}

/**
 * Animates a setting.
 *
 * @param seconds since the animation began; at 0 the setting is unchanged
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
