import type { Distortion } from '@tfjs-stn-apps/digit-training';

import type { SamplerName, TransformName } from './parts.js';

/** The backends. */
export const backendNames = ['wasm', 'tensorflow', 'cpu'] as const;

/** A TensorFlow.js backend that this program can train on. */
export type BackendName = (typeof backendNames)[number];

/** The two models that are compared. */
export const modelNames = ['cnn', 'st-cnn'] as const;

/** `cnn` is a plain convolutional net, `st-cnn` has a spatial transformer in front. */
export type ModelName = (typeof modelNames)[number];

/** A distortion that can be chosen. */
interface NamedDistortion extends Distortion {
  /** For `--help`. */
  readonly summary: string;
  /** Height and width of the distorted image, in pixels. */
  readonly imageSize: number;
}

/** The distortions of Jaderberg et al. (2015), section 4.1, that an affine transform can undo. */
export const distortions = {
  rotation: {
    summary: 'rotated by up to 90° in either direction (R in the paper)',
    imageSize: 28,
    maxAngle: 90,
    scale: [1, 1],
    maxShift: 0,
  },
  'rotation-translation-scale': {
    summary: 'rotated by up to 45°, scaled by 0.7 to 1.2, shifted in 42×42 (RTS)',
    imageSize: 42,
    maxAngle: 45,
    scale: [0.7, 1.2],
    maxShift: 7,
  },
  translation: {
    summary: 'shifted in 42×42 pixels (T)',
    imageSize: 42,
    maxAngle: 0,
    scale: [1, 1],
    maxShift: 7,
  },
  none: {
    summary: 'not distorted',
    imageSize: 28,
    maxAngle: 0,
    scale: [1, 1],
    maxShift: 0,
  },
} as const satisfies Record<string, NamedDistortion>;

/** A value of `--distortion`. */
export type DistortionName = keyof typeof distortions;

/** The values of `--distortion`, the default first. */
export const distortionNames: readonly DistortionName[] = Object.keys(
  distortions,
) as DistortionName[];

/** Everything the result of training one model depends on. */
export interface Settings {
  readonly epochs: number;
  /** Images per step. */
  readonly batch: number;
  /** Peak of Adam's step size. */
  readonly learningRate: number;
  readonly seed: number;
  readonly distortion: DistortionName;
  readonly backend: BackendName;
  readonly transform: TransformName;
  readonly sampler: SamplerName;
  /** Number of training images. */
  readonly images: number;
  /** Fingerprint of the training images. */
  readonly dataset: string;
}

/** The number of steps in a training; the last incomplete batch of an epoch is left out. */
export function countSteps({ epochs, batch, images }: Settings): number {
  return Math.max(1, Math.round(epochs * Math.floor(images / batch)));
}
