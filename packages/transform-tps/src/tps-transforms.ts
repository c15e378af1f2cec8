import type { TransformFactory } from '@tfjs-stn/core';

import { tpsPoints } from './tps-points.js';
import { tps, tpsDisplacement } from './tps.js';

/**
 * Every transform of this package, for registration by name:
 * `for (const factory of tpsTransforms) registerTransform(factory)`.
 */
export const tpsTransforms: readonly TransformFactory[] = [tps, tpsDisplacement, tpsPoints];
