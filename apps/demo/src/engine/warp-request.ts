import type { Padding } from '@tfjs-stn/core';

import type { BackendChoice } from './backends.js';

/** A transform of the warp room, with its config. */
export type WarpTransform =
  | { readonly name: 'affine' }
  | { readonly name: 'corners' }
  | { readonly name: 'tps'; readonly controlPoints: readonly [rows: number, columns: number] }
  | {
      readonly name: 'bsplineFfd';
      readonly controlPoints: readonly [rows: number, columns: number];
    };

/** The name of a sampler of the warp room. */
export type SamplerName =
  'nearest' | 'bilinear' | 'bicubic' | 'lanczos' | 'antialiased' | 'multiSample';

/** What the picture is to be turned into. */
export interface WarpRequest {
  readonly backend: BackendChoice;
  readonly transform: WarpTransform;
  readonly theta: readonly number[];
  readonly sampler: SamplerName;
  readonly padding: Padding;
  /** Red, green, blue and alpha from 0 to 255, outside the picture with padding 'zeros'. */
  readonly fill: readonly [number, number, number, number];
  readonly alignCorners: boolean;
  readonly outputSize: readonly [height: number, width: number];
}

/** A picture as bytes, red, green, blue and alpha. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly bytes: Uint8ClampedArray<ArrayBuffer>;
}

/** A warped picture, and what it took. */
export interface Warped extends Pixels {
  /** From θ to the finished tensor, in ms. */
  readonly milliseconds: number;
  /** What did it, which is not what was asked for where that doesn't run. */
  readonly backend: BackendChoice;
  /** Why it is another, in words for the user. */
  readonly problem?: string;
}
