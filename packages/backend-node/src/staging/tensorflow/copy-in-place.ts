import type { TensorInfo } from '@tensorflow/tfjs-core';

import type { TensorflowBackend } from './tensorflow-backend.js';

/**
 * Has TensorFlow copy a tensor's values, with its own threads, straight to where kernels read them.
 * By way of `readSync` they would go through an array that is made, cleared and thrown away.
 *
 * The target becomes a TensorFlow tensor that lies on the same memory, and its op `InplaceUpdate`
 * (y = x with rows i replaced by v, where y is x) writes there.
 *
 * @param target starts at a multiple of 64 bytes; TensorFlow copies what lies at odd places
 */
export function copyInPlace(
  backend: TensorflowBackend,
  { dataId, shape, dtype }: TensorInfo,
  target: Float32Array | Int32Array,
): void {
  const { TF_ATTR_TYPE, TF_FLOAT, TF_INT32 } = backend.binding;
  const type = dtype === 'int32' ? TF_INT32 : TF_FLOAT;
  const write = (
    values: Float32Array | Int32Array,
    dimensions: number[],
    type: 'float32' | 'int32',
  ): TensorInfo => ({
    dataId: backend.write(values, dimensions, type),
    shape: dimensions,
    dtype: type,
  });
  const [rows = 0] = shape;
  const x = write(target, shape, dtype === 'int32' ? 'int32' : 'float32');
  const indices = write(
    Int32Array.from({ length: rows }, (_, row) => row),
    [rows],
    'int32',
  );
  try {
    const attributes = [{ name: 'T', type: TF_ATTR_TYPE, value: type }];
    const values = { dataId, shape, dtype };
    backend.executeSingleOutput('InplaceUpdate', attributes, [x, indices, values]).dispose();
  } finally {
    backend.disposeData(x.dataId);
    backend.disposeData(indices.dataId);
  }
}
