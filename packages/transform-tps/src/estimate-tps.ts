import { tensor2d, type Tensor2D } from '@tensorflow/tfjs-core';
import { assertKnownOptions } from '@tfjs-stn/core/~internal';

import type { Point } from './config/point.js';
import { readPairs } from './config/read-pairs.js';
import { readRegularization } from './config/read-regularization.js';
import { readTargets } from './config/read-targets.js';
import { splineAt } from './spline/spline-at.js';
import { SplineSystem } from './spline/spline-system.js';

/** The transform that θ is for, and how closely the pairs are followed. */
export interface EstimateTpsOptions {
  /** As in the config of the `tps` whose θ is wanted. */
  readonly controlPoints?: readonly [rows: number, columns: number];
  /** As in the config of the `tpsPoints` whose θ is wanted; instead of `controlPoints`. */
  readonly points?: readonly Point[];
  /**
   * λ of the spline through the pairs: 0, the default, goes through them; more evens out pairs that
   * are not exact. It has nothing to do with that of the transform.
   */
  readonly regularization?: number;
}

/**
 * θ of a thin-plate spline from pairs of points: the spline that interpolates the pairs, read at the
 * transform's control points. In float64 inside, rounded once. Not differentiable: the pairs are
 * plain numbers.
 *
 * Convention: output to input, normalised (x, y), x right, y down: where the output has
 * `outputPoints[k]`, the image has `inputPoints[k]`. θ is that of `tps` or `tpsPoints` without
 * `boundaryPins`. The transform follows the pairs exactly where they lie on its control points and
 * for affine motions, otherwise as closely as its control points let it; `tpsField` follows every
 * pair.
 *
 * @param outputPoints at least 3 `[x, y]`, distinct and not all on one line; or a batch of such lists
 * @param inputPoints as many; a batch of 1 on either side serves the whole batch
 * @returns `[batch, 2K]`, K being the number of control points
 * @throws OptionError if pairs are too few, not finite, or unequal in number on both sides, if output
 *   points coincide or lie on one line, or for an option that is not allowed
 */
export function estimateTps(
  outputPoints: readonly Point[] | readonly (readonly Point[])[],
  inputPoints: readonly Point[] | readonly (readonly Point[])[],
  options: EstimateTpsOptions,
): Tensor2D {
  assertKnownOptions('estimateTps', options, ['controlPoints', 'points', 'regularization']);
  const regularization = readRegularization('estimateTps', options.regularization);
  const targets = readTargets('estimateTps', options);
  const items = readPairs('estimateTps', outputPoints, inputPoints);
  const theta = new Float32Array(items.length * targets.length);
  items.forEach(({ output, input }, item) => {
    const coefficients = new SplineSystem(output, regularization).interpolate(input);
    for (let k = 0; k < targets.length; k += 2) {
      const [x, y] = [targets[k] as number, targets[k + 1] as number];
      theta.set(splineAt(output, coefficients, x, y), item * targets.length + k);
    }
  });
  return tensor2d(theta, [items.length, targets.length]);
}
