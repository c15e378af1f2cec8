import {
  Add,
  Multiply,
  RealDiv,
  Sub,
  util,
  type KernelFunc,
  type TensorInfo,
} from '@tensorflow/tfjs-core';

import { arithmeticCall, arithmeticNumbers } from '../../abi.generated.js';
import { callBytes, writeCall } from '../../write-call.js';
import type { KernelTask } from '../kernel-runner.js';
import type { TrainingKernel } from './training-kernel.js';

const numbers = {
  [Add]: arithmeticNumbers.add,
  [Sub]: arithmeticNumbers.subtract,
  [Multiply]: arithmeticNumbers.multiply,
  [RealDiv]: arithmeticNumbers.divide,
};

/** Fewer values take JavaScript no longer than copies. */
const fewestValues = 4096;

/**
 * Sums, differences, products and quotients of tensors of one shape, or of a tensor and a number, to
 * the bits of JavaScript's. Weights of samplers without a kernel are computed by such ops, and steps of
 * optimisers.
 */
export const arithmetic: readonly TrainingKernel[] = Object.entries(numbers).map(
  ([kernelName, op]) => ({
    kernelName,
    toKernelFunc: (runnerFor, original) => (call) => {
      const { a, b } = call.inputs as { readonly a: TensorInfo; readonly b: TensorInfo };
      const shape = outputShape(a, b);
      if (!shape) return (original as KernelFunc)(call);
      return runnerFor(call.backend).run(task(kernelName, op, a, b, shape));
    },
  }),
);

function task(
  name: string,
  op: number,
  a: TensorInfo,
  b: TensorInfo,
  shape: readonly number[],
): KernelTask {
  const count = util.sizeFromShape([...shape]);
  return {
    name,
    inputs: [a, b],
    outputShape: shape,
    // Memory is what it waits for: more threads would wait, too.
    work: 0,
    plan: () => ({
      scratchBytes: callBytes(arithmeticCall),
      encode({ inputs: [first = 0, second = 0], output, scratch, buffer }) {
        writeCall(buffer, scratch, arithmeticCall, {
          a: first,
          b: second,
          output,
          count,
          op,
          aIsNumber: isNumber(a),
          bIsNumber: isNumber(b),
        });
        return [[{ kernel: 'arithmetic_f32', address: scratch }]];
      },
    }),
  };
}

/** Undefined for what the kernel does not take. */
function outputShape(a: TensorInfo, b: TensorInfo): readonly number[] | undefined {
  if (a.dtype !== 'float32' || b.dtype !== 'float32') return undefined;
  const shape = isNumber(a) ? b.shape : a.shape;
  if (util.sizeFromShape(shape) < fewestValues) return undefined;
  return isNumber(a) || isNumber(b) || util.arraysEqual(a.shape, b.shape) ? shape : undefined;
}

function isNumber({ shape }: TensorInfo): boolean {
  return shape.length === 0;
}
