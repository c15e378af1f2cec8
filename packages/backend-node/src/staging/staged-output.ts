import type { KernelTask } from '@tfjs-stn/kernels/tfjs';

import type { NodeBackend } from './node-backend.js';
import type { StagedOutput } from './staged.js';
import { outputToTensorflow } from './tensorflow/output-to-tensorflow.js';

/** Where the result of a task goes: to TensorFlow, or to JavaScript. */
export function stageOutput(
  backend: NodeBackend,
  task: Pick<KernelTask, 'outputShape' | 'outputDtype'>,
): StagedOutput {
  const shape = [...task.outputShape];
  const dtype = task.outputDtype ?? 'float32';
  return outputToTensorflow(backend, shape, dtype) ?? outputToValues(backend, shape, dtype);
}

/** A copy that is made once there is something to copy: what is too large fails before. */
function outputToValues(
  backend: NodeBackend,
  shape: number[],
  dtype: 'float32' | 'int32',
): StagedOutput {
  const size = shape.reduce((product, length) => product * length, 1);
  let copy: Float32Array | Int32Array | undefined;
  const copied = (): Float32Array | Int32Array => (copy ??= uncleared(size, dtype));
  return {
    takesRanges: true,
    take: (values, begin) => copied().set(values, begin),
    tensor: () => ({ dataId: backend.write(copied(), shape, dtype), shape, dtype }),
  };
}

/** Memory that is not cleared first, which would take a third of the time. */
function uncleared(size: number, dtype: 'float32' | 'int32'): Float32Array | Int32Array {
  const { buffer } = Buffer.allocUnsafeSlow(size * 4);
  return dtype === 'int32' ? new Int32Array(buffer) : new Float32Array(buffer);
}
