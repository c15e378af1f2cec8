import type { TransformFactory } from '@tfjs-stn/core';

import { bsplineFfd } from './bspline-ffd.js';
import { flow } from './flow.js';
import { polynomial } from './polynomial.js';

/**
 * Every transform of this package, for registration by name:
 * `for (const factory of flowTransforms) registerTransform(factory)`.
 */
export const flowTransforms: readonly TransformFactory[] = [flow, bsplineFfd, polynomial];
