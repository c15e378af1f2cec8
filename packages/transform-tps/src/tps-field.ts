import { concat, tidy, type Tensor3D } from '@tensorflow/tfjs-core';
import type { GridField, OutputSize } from '@tfjs-stn/core';
import { assertKnownOptions } from '@tfjs-stn/core/~internal';

import { readAlignCorners, readOutputSize } from './config/read-output-frame.js';
import { readRegularization } from './config/read-regularization.js';
import { assertPointTensors } from './fields/assert-point-tensors.js';
import { splineGrid } from './fields/spline-grid.js';

/** How the splines bend, and what -1 and 1 mean. */
export interface TpsFieldOptions {
  /** λ, as in `tps`. Default 0. */
  readonly regularization?: number;
  /** Default `false`: -1 and 1 are the outer edges of the corner pixels. */
  readonly alignCorners?: boolean;
}

/**
 * The field of a thin-plate spline through control points that differ from image to image, on both
 * sides: landmarks found in each image, for example. Where the output's points are the same for all,
 * `tpsPoints` is cheaper, for its basis is computed once.
 *
 * Convention: output to input, normalised (x, y), x right, y down. Point k of the output looks at
 * point k of the input (to rounding, without regularisation).
 *
 * There is no basis that a batch could share, so the field is a grid. It is computed in float64 on
 * the host, and so is its gradient: a few nanoseconds for each point of each output pixel, and no
 * memory besides the grid and K² numbers. The points are read synchronously, and in the backward pass
 * the gradient of the grid as well, which on webgl and webgpu waits for the device. The gradient of
 * the gradient is computed in float32 ops, which take memory for several tensors of batch · height ·
 * width · K numbers.
 *
 * @param outputPoints `[batch, K, 2]`, at least 3 per item, distinct and not all on one line. An item
 *   with NaN or Infinity gives NaN coordinates.
 * @param inputPoints `[batch, K, 2]`
 * @param outputSize `[height, width]` in pixels
 * @returns a field whose grid is `[batch, height, width, 2]`, differentiable in both sets of points,
 *   twice
 * @throws ShapeError, DTypeError, DisposedError; OptionError if an item's points coincide or lie on
 *   one line, or for an option that is not allowed
 */
export function tpsField(
  outputPoints: Tensor3D,
  inputPoints: Tensor3D,
  outputSize: OutputSize,
  options: TpsFieldOptions = {},
): GridField {
  assertKnownOptions('tpsField', options, ['regularization', 'alignCorners']);
  const regularization = readRegularization('tpsField', options.regularization);
  const alignCorners = readAlignCorners('tpsField', options.alignCorners);
  const size = readOutputSize('tpsField', outputSize);
  assertPointTensors('tpsField', outputPoints, inputPoints);
  const frame = { operation: 'tpsField', outputSize: size, alignCorners, regularization };
  const grid = tidy(() => splineGrid(concat([outputPoints, inputPoints], 2), frame));
  return { kind: 'grid', grid, outputSize: size, alignCorners };
}
