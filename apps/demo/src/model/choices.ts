import type { Distortion } from '@tfjs-stn-apps/digit-training';

/** Height and width of a distorted image, in pixels. */
export const IMAGE_SIZE = 42;

/** The distortions to learn from, after Jaderberg et al. (2015), section 4.1. */
export const distortions = {
  turned: { title: 'Rotated up to 90°', maxAngle: 90, scale: [1, 1], maxShift: 0 },
  moved: { title: 'Shifted', maxAngle: 0, scale: [1, 1], maxShift: 7 },
  all: { title: 'Rotated, shifted, scaled', maxAngle: 90, scale: [0.7, 1.2], maxShift: 5 },
} as const satisfies Record<string, Distortion & { readonly title: string }>;

/** The name of a distortion. */
export type DistortionName = keyof typeof distortions;

/** The transforms that a net can learn, by name, with their titles. */
export const transformTitles = {
  affine: 'Affine',
  similarity: 'Similarity',
  projective: 'Projective',
  tps: 'Thin-plate spline',
} as const;

/** The name of a transform that a net can learn. */
export type TransformChoice = keyof typeof transformTitles;

/** The file of a saved net's weights, which tf.js looks for next to the other one. */
export const WEIGHTS_FILE = 'digits.weights.bin';
