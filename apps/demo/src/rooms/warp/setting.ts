import type { Padding } from '@tfjs-stn/core';

import type { BackendChoice } from '../../engine/backends.js';
import type { SamplerName } from '../../engine/warp-request.js';

/** A place in the picture, from -1 to 1 on both axes, x right and y down. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** The families of transforms that can be felt. */
export type Family = 'affine' | 'projective' | 'tps' | 'bspline';

/** A window onto the picture, for people. */
export interface AffineWindow {
  /** Degrees, clockwise. */
  readonly turn: number;
  /** How much larger the content appears. */
  readonly zoom: number;
  /** Width over height, 1 where there is no stretch. */
  readonly stretch: number;
  /** How far the top leans to the left, for each half height. */
  readonly shear: number;
  readonly centre: Point;
}

/** Everything that can be set in the warp room. */
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
  readonly outputSize: readonly [height: number, width: number];
  readonly backend: BackendChoice;
}

/** The window that shows the picture as it is. */
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

/** Points at equal distances over the picture, row by row. */
export function evenPoints(perAxis: number): readonly Point[] {
  const at = (step: number): number => (2 * step) / (perAxis - 1) - 1;
  return Array.from({ length: perAxis * perAxis }, (_, index) => ({
    x: at(index % perAxis),
    y: at(Math.floor(index / perAxis)),
  }));
}

/** What the room opens with. */
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
