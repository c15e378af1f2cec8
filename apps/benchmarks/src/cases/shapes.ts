import type { Shape } from './shape.js';

// Shapes of real models, by what such images are.

/** What is left of a call when there is nothing to do. */
export const overhead: Shape = [1, 1, 1, 1];
/** MNIST, in batches of a training. */
export const digits: Shape = [128, 28, 28, 1];
export const fewDigits: Shape = [64, 28, 28, 1];
/** Distorted MNIST of the paper. */
export const cluttered: Shape = [256, 42, 42, 1];
/** Activations in the middle of a net. */
export const features: Shape = [16, 64, 64, 32];
/** What classifiers see. */
export const photographs: Shape = [8, 224, 224, 3];
export const photograph: Shape = [1, 224, 224, 3];
export const page: Shape = [1, 512, 512, 3];
/** Of a video. */
export const frame: Shape = [1, 1080, 1920, 3];
