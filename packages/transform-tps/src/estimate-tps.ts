import { type Tensor2D, tensor2d } from '@tensorflow/tfjs-core';
import { assertKnownOptions } from '@tfjs-stn/core/~internal';
import { OptionError } from '@tfjs-stn/core/errors';

import { type Point, assertPoints, readPoints } from './config/points.js';
import { controlGrid, readGridSize } from './config/spline-layout.js';
import { readRegularization } from './config/spline-options.js';
import { SplineSystem } from './spline/spline-system.js';
import { splineAt } from './spline/thin-plate.js';

/** The transform to estimate θ for, and the regularisation of the fit. */
export interface EstimateTpsOptions {
  /** The control grid of the `tps` transform to estimate θ for. */
  readonly controlPoints?: readonly [rows: number, columns: number];
  /** The control points of the `tpsPoints` transform, instead of `controlPoints`. */
  readonly points?: readonly Point[];
  /**
   * λ of the spline fitted to the pairs: 0, the default, interpolates them; larger values smooth noisy
   * pairs. Independent of the transform's own regularisation.
   */
  readonly regularization?: number;
}

/**
 * Estimates θ from pairs of points: fits a thin-plate spline to the pairs and evaluates it at the
 * transform's control points. Computed in float64 and rounded once. Not differentiable: the pairs are
 * plain numbers.
 *
 * Convention: output to input, normalised (x, y), x right, y down: `outputPoints[k]` samples
 * the image at `inputPoints[k]`. θ is that of `tps` or `tpsPoints` without
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

/** The point pairs of one item, `[K, 2]` each. */
interface PointPairs {
  readonly output: Float64Array;
  readonly input: Float64Array;
}

/** Validates point pairs, or a batch of them, for fitting a thin-plate spline. */
function readPairs(
  operation: string,
  outputPoints: unknown,
  inputPoints: unknown,
): readonly PointPairs[] {
  const [outputs, inputs] = [asBatch(outputPoints), asBatch(inputPoints)];
  const [ofOutputs, ofInputs] = [outputs.length, inputs.length];
  if (ofOutputs !== ofInputs && ofOutputs !== 1 && ofInputs !== 1) {
    throw new OptionError(
      operation,
      `outputPoints and inputPoints must have the same batch, or one of them 1, got ${ofOutputs} and ${ofInputs}`,
    );
  }
  return Array.from({ length: ofInputs === 1 ? ofOutputs : ofInputs }, (_, item) => {
    const from = outputs[ofOutputs === 1 ? 0 : item];
    const to = inputs[ofInputs === 1 ? 0 : item];
    const output = readPoints(operation, `outputPoints of item ${item}`, from);
    const input = readPoints(operation, `inputPoints of item ${item}`, to);
    assertPoints(operation, `outputPoints of item ${item}`, output);
    assertPaired(operation, item, output, input);
    return { output, input };
  });
}

/** Wraps a single list of points into a batch of one. */
function asBatch(points: unknown): readonly unknown[] {
  const first: unknown = Array.isArray(points) ? points[0] : undefined;
  return Array.isArray(first) && Array.isArray(first[0]) ? (points as unknown[]) : [points];
}

function assertPaired(
  operation: string,
  item: number,
  output: Float64Array,
  input: Float64Array,
): void {
  if (input.length !== output.length) {
    throw new OptionError(
      operation,
      `inputPoints of item ${item} must have ${output.length / 2} points, like outputPoints, got ${input.length / 2}`,
    );
  }
  const unfit = input.filter((coordinate) => !Number.isFinite(coordinate)).length;
  if (unfit === 0) return;
  throw new OptionError(
    operation,
    `inputPoints of item ${item} must be finite, got ${unfit} coordinates of ${input.length} that are not`,
  );
}

/** The control points of `{ controlPoints: [rows, columns] }` or `{ points }`, `[K, 2]`. */
function readTargets(
  operation: string,
  {
    controlPoints,
    points,
  }: {
    readonly controlPoints?: readonly [number, number];
    readonly points?: readonly Point[];
  },
): Float64Array {
  if ((controlPoints === undefined) === (points === undefined)) {
    const got = points === undefined ? 'neither' : 'both';
    throw new OptionError(operation, `options must have controlPoints or points, got ${got}`);
  }
  if (controlPoints !== undefined) return controlGrid(readGridSize(operation, controlPoints, 2));
  const targets = readPoints(operation, 'points', points);
  assertPoints(operation, 'points', targets);
  return targets;
}
