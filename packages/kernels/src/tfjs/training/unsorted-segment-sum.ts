import {
  UnsortedSegmentSum,
  util,
  type NamedTensorInfoMap,
  type TensorInfo,
  type UnsortedSegmentSumAttrs,
} from '@tensorflow/tfjs-core';
import { OptionError, ShapeError } from '@tfjs-stn/core/errors';

import { segmentCall } from '../../abi.generated.js';
import { callBytes, writeCall } from '../../write-call.js';
import { defineTrainingKernel, type TrainingKernel } from './training-kernel.js';

interface Inputs extends NamedTensorInfoMap {
  readonly x: TensorInfo;
  readonly segmentIds: TensorInfo;
}

/**
 * `[numSegments, …rest]`: the sum of the rows of x `[…ids, …rest]` with the same id, which are
 * float32 or int32; segmentIds `[…ids]` is int32. A row whose id is no segment is dropped.
 */
export const unsortedSegmentSum: TrainingKernel = defineTrainingKernel<
  Inputs,
  UnsortedSegmentSumAttrs
>(UnsortedSegmentSum, ({ inputs: { x, segmentIds }, attributes: { numSegments } }) => {
  const { dtype } = x;
  check(x, segmentIds);
  const kernel = dtype === 'int32' ? 'unsorted_segment_sum_i32' : 'unsorted_segment_sum_f32';
  const rest = x.shape.slice(segmentIds.shape.length);
  return {
    name: UnsortedSegmentSum,
    inputs: [x, segmentIds],
    outputShape: [numSegments, ...rest],
    outputDtype: dtype === 'int32' ? 'int32' : 'float32',
    work: util.sizeFromShape(x.shape),
    plan: () => ({
      scratchBytes: callBytes(segmentCall),
      encode({ inputs: [x = 0, ids = 0], output, scratch, buffer }) {
        const count = util.sizeFromShape(segmentIds.shape);
        const width = util.sizeFromShape(rest);
        const values = { x, ids, output, count, width, segments: numSegments };
        writeCall(buffer, scratch, segmentCall, values);
        return [[{ kernel, address: scratch }]];
      },
    }),
  };
});

function check(x: TensorInfo, { shape, dtype }: TensorInfo): void {
  if (x.dtype !== 'float32' && x.dtype !== 'int32') {
    throw new OptionError(UnsortedSegmentSum, `x must be float32 or int32, got ${x.dtype}`);
  }
  if (dtype !== 'int32') {
    throw new OptionError(UnsortedSegmentSum, `segmentIds must be int32, got ${dtype}`);
  }
  if (shape.some((length, axis) => length !== x.shape[axis])) {
    const rule = `segmentIds must have the first axes of x, [${x.shape.join(', ')}]`;
    throw new ShapeError(UnsortedSegmentSum, rule, shape);
  }
}
