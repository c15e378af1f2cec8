import type { Distortion } from '@tfjs-stn-apps/digit-training';

/** A distortion that can be chosen. */
interface NamedDistortion extends Distortion {
  /** For people, in `--help`. */
  readonly summary: string;
  /** Height and width of the distorted image, in pixels. */
  readonly imageSize: number;
}

/** The paper's distortions that an affine transformer can undo (Jaderberg et al., 2015, 4.1). */
export const distortions = {
  rotation: {
    summary: 'turned by up to 90° either way (R in the paper)',
    imageSize: 28,
    maxAngle: 90,
    scale: [1, 1],
    maxShift: 0,
  },
  'rotation-translation-scale': {
    summary: 'turned by up to 45°, scaled by 0.7 to 1.2, shifted in 42×42 (RTS)',
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
    summary: 'as they are',
    imageSize: 28,
    maxAngle: 0,
    scale: [1, 1],
    maxShift: 0,
  },
} as const satisfies Record<string, NamedDistortion>;

/** What `--distortion` takes. */
export type DistortionName = keyof typeof distortions;

/** All of them, the default first. */
export const distortionNames: readonly DistortionName[] = Object.keys(
  distortions,
) as DistortionName[];
