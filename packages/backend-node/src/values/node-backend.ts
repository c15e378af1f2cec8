import type { DataId } from '@tensorflow/tfjs-core';

import type { Values } from './value-store.js';

/** What a backend knows of a tensor's data. */
export interface TensorRecord {
  /** On tensorflow those that TensorFlow hasn't been given yet, or null. */
  values: unknown;
  /** On tensorflow the number of TensorFlow's tensor; below 0 there is none. */
  id?: number;
}

/** Its records; tfjs publishes those of cpu, and those of tensorflow are private. */
interface Records {
  get(dataId: DataId): TensorRecord | undefined;
}

/** What tfjs's cpu and tensorflow backends have in common and kernels use. */
export interface NodeBackend {
  readSync(dataId: DataId): ArrayLike<number>;
  /** 0 where the backend doesn't have the data. */
  refCount(dataId: DataId): number;
  write(values: Values, shape: number[], dtype: 'float32' | 'int32'): DataId;
  /** @returns whether the data are gone: nothing else refers to them */
  disposeData(dataId: DataId, force?: boolean): boolean;
  readonly data?: Records;
  readonly tensorMap?: Records;
}

/** The record of a tensor, or undefined where tfjs no longer keeps it as 4.22 does. */
export function recordOf(backend: NodeBackend, dataId: DataId): TensorRecord | undefined {
  const record = (backend.data ?? backend.tensorMap)?.get(dataId);
  return record !== undefined && 'values' in record ? record : undefined;
}
