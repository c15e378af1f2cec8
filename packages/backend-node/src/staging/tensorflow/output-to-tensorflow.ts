import { util, type TensorInfo } from '@tensorflow/tfjs-core';

import type { NodeBackend } from '../node-backend.js';
import type { StagedOutput } from '../staged.js';
import { canCopy } from './can-copy.js';
import { copyToTensorflow } from './copy-to-tensorflow.js';
import { isTensorflow, worthCalls } from './tensorflow-backend.js';

/** A large result that becomes a tensor of TensorFlow's own, if TensorFlow can copy it itself. */
export function outputToTensorflow(
  backend: NodeBackend,
  shape: number[],
  dtype: 'float32' | 'int32',
): StagedOutput | undefined {
  const size = util.sizeFromShape(shape);
  if (size < worthCalls || !isTensorflow(backend) || !canCopy(backend)) return undefined;
  let tensor: TensorInfo = { dataId: {}, shape, dtype };
  return {
    takesRanges: false,
    take: (values) => (tensor = copyToTensorflow(backend, values, shape)),
    tensor: () => tensor,
  };
}
