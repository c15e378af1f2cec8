import type { TensorInfo } from '@tensorflow/tfjs-core';

import type { TensorflowBackend } from './tensorflow-backend.js';

/** Makes a tensor that lies on some values, for as long as `use` runs. */
export function withBorrowedTensor<Result>(
  backend: TensorflowBackend,
  values: Float32Array | Int32Array,
  dimensions: readonly number[],
  use: (tensor: TensorInfo) => Result,
): Result {
  const dtype = values instanceof Int32Array ? 'int32' : 'float32';
  const shape = [...dimensions];
  const dataId = backend.write(values, shape, dtype);
  try {
    return use({ dataId, shape, dtype });
  } finally {
    backend.disposeData(dataId);
  }
}
