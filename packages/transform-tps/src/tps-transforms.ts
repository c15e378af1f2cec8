import type { TransformFactory } from '@tfjs-stn/core';

import { tps } from './tps.js';
import { tpsDisplacement } from './tps-displacement.js';
import { tpsPoints } from './tps-points.js';

/**
 * Every transform of this package, to be known by name:
 * `for (const factory of tpsTransforms) registerTransform(factory)`.
 */
export const tpsTransforms: readonly TransformFactory[] = [tps, tpsDisplacement, tpsPoints];
