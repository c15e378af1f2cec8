import { Tensor, type Tensor3D, concat, tidy } from '@tensorflow/tfjs-core';
import type { FieldOptions, GridField } from '@tfjs-stn/core';
import { assertFieldOptions } from '@tfjs-stn/core/~internal';
import { DTypeError, DisposedError, OptionError, ShapeError } from '@tfjs-stn/core/errors';

import { assertPointCount, assertPoints } from './config/points.js';
import { readRegularization } from './config/spline-options.js';
import { splineGrid } from './fields/spline-grid.js';

/** Output size, regularisation and coordinate convention of `tpsField`. */
export interface TpsFieldOptions extends FieldOptions {
  /** λ, as in `tps`. Default 0. */
  readonly regularization?: number;
}

/**
 * A thin-plate spline field with different control points for each image, in output and input: for
 * example landmarks detected in each image. If all images share the output points, `tpsPoints` is
 * cheaper, because its basis is computed once.
 *
 * Convention: output to input, normalised (x, y), x right, y down. Output point k samples
 * input point k (to rounding, without regularisation).
 *
 * A batch shares no basis, so the field is a grid. It is computed in float64 on
 * the host, and so is its gradient: a few nanoseconds for each point of each output pixel, and no
 * memory other than the grid and K² numbers. The points are read synchronously, and in the backward pass
 * the gradient of the grid as well, which on webgl and webgpu waits for the device. The gradient of
 * the gradient is computed in float32 ops, which take memory for several tensors of batch · height ·
 * width · K numbers.
 *
 * @param outputPoints `[batch, K, 2]`, at least 3 per item, distinct and not all on one line. An item
 *   with NaN or Infinity gives NaN coordinates.
 * @param inputPoints `[batch, K, 2]`
 * @param options output size, regularisation and convention
 * @returns a field whose grid is `[batch, height, width, 2]`, differentiable in both sets of points,
 *   twice
 * @throws ShapeError, DTypeError, DisposedError; OptionError if an item's points coincide or lie on
 *   one line, or for an option that is not allowed
 */
export function tpsField(
  outputPoints: Tensor3D,
  inputPoints: Tensor3D,
  options: TpsFieldOptions,
): GridField {
  const call = 'tpsField(outputPoints, inputPoints';
  const frame = assertFieldOptions('tpsField', options, call, ['regularization']);
  const regularization = readRegularization('tpsField', options.regularization);
  assertPointTensors('tpsField', outputPoints, inputPoints);
  const spline = { operation: 'tpsField', regularization, ...frame };
  const grid = tidy(() => splineGrid(concat([outputPoints, inputPoints], 2), spline));
  return { kind: 'grid', grid, ...frame };
}

/**
 * Checks that both sets of points are `[batch, K, 2]` and that a spline through the output points
 * exists. Non-finite items are accepted; their coordinates become NaN.
 */
function assertPointTensors(
  operation: string,
  outputPoints: Tensor3D,
  inputPoints: Tensor3D,
): void {
  assertPointTensor(operation, 'outputPoints', outputPoints);
  assertPointTensor(operation, 'inputPoints', inputPoints);
  if (outputPoints.shape.join() !== inputPoints.shape.join()) {
    throw new ShapeError(
      operation,
      `inputPoints must have the shape of outputPoints, [${outputPoints.shape.join(', ')}]`,
      inputPoints.shape,
    );
  }
  const [batch, count] = outputPoints.shape;
  assertPointCount(operation, 'outputPoints of an item', count);
  const values = Float64Array.from(outputPoints.dataSync());
  for (let item = 0; item < batch; item++) {
    const points = values.subarray(item * count * 2, (item + 1) * count * 2);
    if (count >= 3 && !points.every(Number.isFinite)) continue;
    assertPoints(operation, `outputPoints of item ${item}`, points);
  }
}

function assertPointTensor(operation: string, what: string, tensor: unknown): void {
  if (!(tensor instanceof Tensor)) {
    throw new OptionError(operation, `${what} must be a tensor, got ${typeof tensor}`);
  }
  if (tensor.isDisposed) throw new DisposedError(operation, what);
  if (tensor.dtype !== 'float32') throw new DTypeError(operation, what, tensor.dtype);
  if (tensor.rank !== 3 || tensor.shape[2] !== 2) {
    throw new ShapeError(operation, `${what} must be [batch, K, 2]`, tensor.shape);
  }
}
