import { OptionError } from '@tfjs-stn/core/errors';

import { assertPoints } from '../spline/assert-points.js';
import { readPoints } from './read-points.js';

/** The point pairs of one item, `[K, 2]` each. */
export interface PointPairs {
  readonly output: Float64Array;
  readonly input: Float64Array;
}

/** Point pairs, or a batch of them, that a thin-plate spline can be laid through. */
export function readPairs(
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

/** Lists of lists of numbers are one item; one level deeper, they are a batch. */
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
      `inputPoints of item ${item} must be as many as outputPoints, ${output.length / 2}, got ${input.length / 2}`,
    );
  }
  const unfit = input.filter((coordinate) => !Number.isFinite(coordinate)).length;
  if (unfit === 0) return;
  throw new OptionError(
    operation,
    `inputPoints of item ${item} must be finite, got ${unfit} coordinates of ${input.length} that are not`,
  );
}
