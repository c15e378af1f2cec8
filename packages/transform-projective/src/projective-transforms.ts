import type { TransformFactory } from '@tfjs-stn/core';

import { corners } from './corners.js';
import { homographyExp } from './homography-exp.js';
import { homography } from './homography.js';

/**
 * All transforms of this package, to register them by name:
 *
 * ```ts
 * for (const factory of projectiveTransforms) registerTransform(factory);
 * ```
 */
export const projectiveTransforms: readonly TransformFactory<[]>[] = [
  homography,
  corners,
  homographyExp,
];
