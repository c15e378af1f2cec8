import type { TensorInfo } from '@tensorflow/tfjs-core';

import { lendToTensorflow } from './lend-to-tensorflow.js';
import { typeAttribute, type TensorflowBackend } from './tensorflow-backend.js';

/**
 * Has TensorFlow copy a tensor's values, with its own threads, straight to where kernels read them.
 * By way of `readSync` they would go through an array that is made, cleared and thrown away.
 *
 * The target becomes a TensorFlow tensor that lies on the same memory, and its op `InplaceUpdate`
 * (y = x with rows i replaced by v, where y is x) writes there.
 *
 * @param source with the shape that TensorFlow knows; float32 or int32
 * @param target starts at a multiple of 64 bytes; TensorFlow copies what lies at odd places
 */
export function copyFromTensorflow(
  backend: TensorflowBackend,
  source: TensorInfo,
  target: Float32Array | Int32Array,
): void {
  const [rows = 0] = source.shape;
  const indices = Int32Array.from({ length: rows }, (_, row) => row);
  lendToTensorflow(backend, target, source.shape, (x) =>
    lendToTensorflow(backend, indices, [rows], (i) => {
      const attributes = [typeAttribute(backend, source.dtype)];
      backend.executeSingleOutput('InplaceUpdate', attributes, [x, i, source]).dispose();
    }),
  );
}
