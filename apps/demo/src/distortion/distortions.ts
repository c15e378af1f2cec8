import type { Distortion } from '@tfjs-stn-apps/digit-training';

/** A distortion that can be chosen. */
interface TitledDistortion extends Distortion {
  readonly title: string;
}

/** Height and width of a distorted image, in pixels. */
export const IMAGE_SIZE = 42;

/** After the distortions of Jaderberg et al., 2015, 4.1. */
export const distortions = {
  turned: { title: 'Turned up to 90°', maxAngle: 90, scale: [1, 1], maxShift: 0 },
  moved: { title: 'Moved about', maxAngle: 0, scale: [1, 1], maxShift: 7 },
  all: { title: 'Turned, moved, scaled', maxAngle: 90, scale: [0.7, 1.2], maxShift: 5 },
} as const satisfies Record<string, TitledDistortion>;

/** The name of a distortion. */
export type DistortionName = keyof typeof distortions;
