import {
  concat,
  tidy,
  zeros,
  type Rank,
  type Tensor3D,
  type Tensor4D,
} from '@tensorflow/tfjs-core';
import type { GridField, OutputSize } from '@tfjs-stn/core';
import { assertKnownOptions, assertTensorFits, emptyTensor } from '@tfjs-stn/core/authoring';

import { readAlignCorners, readOutputSize } from './config/read-output-frame.js';
import { readRegularization } from './config/read-regularization.js';
import { assertPointTensors } from './fields/assert-point-tensors.js';
import { evaluateSpline } from './fields/evaluate-spline.js';
import { solveSpline } from './fields/solve-spline.js';

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
 * There is no basis that a batch could share, so the field is a grid, and computing it takes memory
 * for a few tensors of batch · height · width · K numbers. Each system of K + 3 equations is solved
 * in float64 on the host: the points are read synchronously, forward and backward, which on webgl
 * and webgpu waits for the device.
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
  const [batch, count] = outputPoints.shape;
  assertTensorFits('tpsField', [batch, ...size, count]);
  const grid = tidy((): Tensor4D => {
    const shape: Tensor4D['shape'] = [batch, ...size, 2];
    if (shape.includes(0)) return emptyTensor(shape, [outputPoints, inputPoints]);
    const right = concat([inputPoints, zeros<Rank.R3>([inputPoints.shape[0], 3, 2])], 1);
    const coefficients = solveSpline(outputPoints, right, regularization);
    return evaluateSpline(outputPoints, coefficients, size, alignCorners);
  });
  return { kind: 'grid', grid, outputSize: size, alignCorners };
}
