import { Tensor, type Tensor3D } from '@tensorflow/tfjs-core';
import { DisposedError, DTypeError, OptionError, ShapeError } from '@tfjs-stn/core/errors';

import { assertPointCount, assertPoints } from '../spline/assert-points.js';

/**
 * Passes two sets of points `[batch, K, 2]` of one shape, the first of which a spline can be laid
 * through. Items that are not finite pass: what comes of them is NaN, which shows.
 */
export function assertPointTensors(
  operation: string,
  outputPoints: Tensor3D,
  inputPoints: Tensor3D,
): void {
  assertPointTensor(operation, 'outputPoints', outputPoints);
  assertPointTensor(operation, 'inputPoints', inputPoints);
  if (outputPoints.shape.join() !== inputPoints.shape.join()) {
    throw new ShapeError(
      operation,
      `inputPoints must be as many as outputPoints, [${outputPoints.shape.join(', ')}]`,
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
