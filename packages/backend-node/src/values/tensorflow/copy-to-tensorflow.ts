import type { Tensor } from '@tensorflow/tfjs-core';

import { withBorrowedTensor } from './with-borrowed-tensor.js';
import { typeAttribute, type TensorflowBackend } from './tensorflow-backend.js';

/**
 * Has TensorFlow copy values, with its own threads, to a tensor of its own. An array that
 * JavaScript has made would be copied once more where it does not begin at a multiple of 64 bytes.
 *
 * @param values which start at a multiple of 64 bytes
 */
export function copyToTensorflow(
  backend: TensorflowBackend,
  values: Float32Array | Int32Array,
  shape: readonly number[],
): Tensor {
  return withBorrowedTensor(backend, values, shape, (x) =>
    backend.executeSingleOutput('DeepCopy', [typeAttribute(backend, 'T', x.dtype)], [x]),
  );
}
