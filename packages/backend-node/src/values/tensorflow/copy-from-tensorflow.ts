import type { Tensor, TensorInfo } from '@tensorflow/tfjs-core';

import { withBorrowedTensor } from './with-borrowed-tensor.js';
import { typeAttribute, type TensorflowBackend } from './tensorflow-backend.js';

/**
 * Has TensorFlow copy a tensor's values, with its own threads, straight to where kernels read them.
 * By way of `readSync` they would go through an array that is made, cleared and thrown away.
 *
 * The target becomes a TensorFlow tensor that lies on the same memory, and its op `InplaceUpdate`
 * (y = x with rows i replaced by v, where y is x) writes there. All is one row: of several,
 * TensorFlow copies one after the other, and its threads share but a row.
 *
 * @param source float32 or int32
 * @param target starts at a multiple of 64 bytes; TensorFlow copies what lies at odd places
 */
export function copyFromTensorflow(
  backend: TensorflowBackend,
  source: TensorInfo,
  target: Float32Array | Int32Array,
): void {
  const oneRow = [1, target.length];
  const values = reshape(backend, source, oneRow);
  const attributes = [typeAttribute(backend, 'T', source.dtype)];
  try {
    withBorrowedTensor(backend, target, oneRow, (x) =>
      withBorrowedTensor(backend, Int32Array.of(0), [1], (i) => {
        backend.executeSingleOutput('InplaceUpdate', attributes, [x, i, values]).dispose();
      }),
    );
  } finally {
    values.dispose();
  }
}

/** The same values, which TensorFlow does not copy for this. */
function reshape(backend: TensorflowBackend, source: TensorInfo, shape: readonly number[]): Tensor {
  const types = [
    typeAttribute(backend, 'T', source.dtype),
    typeAttribute(backend, 'Tshape', 'int32'),
  ];
  return withBorrowedTensor(backend, Int32Array.from(shape), [shape.length], (lengths) =>
    backend.executeSingleOutput('Reshape', types, [source, lengths]),
  );
}
