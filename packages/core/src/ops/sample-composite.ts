import { Tensor, type Tensor4D } from '@tensorflow/tfjs-core';

import type { CompositeSampler, SamplingOptions } from '../contracts/sampler.js';
import type { HomographyField, SamplingField } from '../contracts/sampling-field.js';
import { baseCoordinates } from '../coordinates/base-coordinates.js';
import { DTypeError, OptionError, ShapeError } from '../errors.js';
import { homogeneousRow, inFrontOfHorizon } from '../fields/homography-grid.js';
import {
  emptyOutput,
  fillBehindHorizon,
  sampledShape,
} from '../sampling/reference/sample-reference.js';

/**
 * Samples with a composite sampler. Outputs without pixels never reach it, and points behind a horizon
 * become fill, whatever it returns.
 *
 * @throws ShapeError, DTypeError, OptionError if the sampler does not return such an output
 */
export function sampleComposite(
  operation: string,
  sampler: CompositeSampler,
  image: Tensor4D,
  field: SamplingField,
  options: SamplingOptions,
): Tensor4D {
  const shape = sampledShape(image, field);
  if (shape.includes(0)) return emptyOutput(image, field);
  const output: unknown = sampler.sample(image, field, options);
  assertOutput(operation, sampler.name, output, shape);
  if (field.kind !== 'homography' || !reachesHorizon(field)) return output;
  const w = homogeneousRow(field.matrix, 2, field.outputSize, field.alignCorners);
  return fillBehindHorizon(output, inFrontOfHorizon(w), options.fillValue);
}

function assertOutput(
  operation: string,
  name: string,
  output: unknown,
  shape: readonly number[],
): asserts output is Tensor4D {
  if (!(output instanceof Tensor)) {
    const got = output === null ? 'null' : typeof output;
    throw new OptionError(operation, `sampler '${name}' must return a tensor, got ${got}`);
  }
  if (output.shape.join() !== shape.join()) {
    const rule = `sampler '${name}' must return [${shape.join(', ')}]`;
    throw new ShapeError(operation, rule, output.shape);
  }
  if (output.dtype !== 'float32') {
    throw new DTypeError(operation, `what sampler '${name}' returns`, output.dtype);
  }
}

/** Whether w, which is linear, is not positive in one of the output's corners, or nearly so. */
function reachesHorizon({ matrix, outputSize, alignCorners }: HomographyField): boolean {
  const [ys, xs] = outputSize.map((size) => {
    const coordinates = baseCoordinates(size, alignCorners).dataSync();
    return [coordinates[0] ?? 0, coordinates[size - 1] ?? 0];
  }) as [number[], number[]];
  const corners = ys.flatMap((y) => xs.map((x) => [x, y] as const));
  const values = matrix.dataSync<'float32'>();
  for (let start = 0; start < values.length; start += 9) {
    const [tiltX = 0, tiltY = 0, w = 0] = values.subarray(start + 6, start + 9);
    const least = 1e-5 * (Math.abs(tiltX) + Math.abs(tiltY) + Math.abs(w));
    if (!corners.every(([x, y]) => tiltX * x + tiltY * y + w > least)) return true;
  }
  return false;
}
