import type { TransformFactory } from '@tfjs-stn/core';

import { affineExp } from './affine-exp.js';
import { affine } from './affine.js';
import { attention } from './attention.js';
import { rigid } from './rigid.js';
import { rotation } from './rotation.js';
import { scaling } from './scaling.js';
import { shear } from './shear.js';
import { similarity } from './similarity.js';
import { translation } from './translation.js';

/**
 * All transforms of this package, to register them by name:
 *
 * ```ts
 * for (const factory of affineTransforms) registerTransform(factory);
 * ```
 */
export const affineTransforms: readonly TransformFactory<[]>[] = [
  affine,
  similarity,
  rigid,
  rotation,
  translation,
  scaling,
  attention,
  shear,
  affineExp,
];
