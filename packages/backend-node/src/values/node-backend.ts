import type { DataId } from '@tensorflow/tfjs-core';

/** The methods that tfjs's cpu and tensorflow backends have in common and kernels use. */
export interface NodeBackend {
  readSync(dataId: DataId): ArrayLike<number>;
  /** 0 where the backend doesn't have the data. */
  refCount(dataId: DataId): number;
  write(values: Float32Array | Int32Array, shape: number[], dtype: 'float32' | 'int32'): DataId;
}
