import { seededRandom } from '@tfjs-stn/testing';

import type { SamplingOperation } from '../cases/operation.js';
import { valueCount, type Shape } from '../cases/shape.js';
import { basePoint } from '../fields/base-point.js';
import { fieldModels } from '../fields/field-models.js';

/** What every contestant of a sampling case is given; the output is as large as the image. */
export interface SamplingProblem extends SamplingOperation {
  readonly shape: Shape;
  /** `[batch, height, width, channels]`, in [0, 1). */
  readonly image: Float32Array;
  /** `[batch, paramCount]` */
  readonly theta: Float32Array;
  readonly paramCount: number;
  /** What is differentiated: `sum(output · upstream)`; shaped like the image. */
  readonly upstream: Float32Array;
  /** `[batch, height, width, 2]`, normalised; made when it is first asked for. */
  readonly grid: Float32Array;
}

/** The same problem for the same seed, on every machine. */
export function samplingProblem(
  operation: SamplingOperation,
  shape: Shape,
  seed: number,
): SamplingProblem {
  const random = seededRandom(seed);
  const model = fieldModels[operation.field];
  const values = (): Float32Array => {
    const filled = new Float32Array(valueCount(shape));
    for (let index = 0; index < filled.length; index++) filled[index] = random();
    return filled;
  };
  const theta = Float32Array.from(
    Array.from({ length: shape[0] }, () => model.theta(random)).flat(),
  );
  let grid: Float32Array | undefined;
  return {
    ...operation,
    shape,
    image: values(),
    theta,
    paramCount: model.paramCount,
    upstream: values(),
    get grid() {
      return (grid ??= gridOf(operation, shape, theta));
    },
  };
}

function gridOf({ field }: SamplingOperation, shape: Shape, theta: Float32Array): Float32Array {
  const [batch, height, width] = shape;
  const { paramCount, map } = fieldModels[field];
  const grid = new Float32Array(batch * height * width * 2);
  let index = 0;
  for (let item = 0; item < batch; item++) {
    const look = map(theta.subarray(item * paramCount, (item + 1) * paramCount));
    for (let pixel = 0; pixel < height * width; pixel++) {
      const [x, y] = look(basePoint(pixel, height, width));
      grid[index++] = x;
      grid[index++] = y;
    }
  }
  return grid;
}
