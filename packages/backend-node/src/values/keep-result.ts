import type { TensorInfo } from '@tensorflow/tfjs-core';

import { recordOf, type NodeBackend, type TensorRecord } from './node-backend.js';
import { giveToTensorflow } from './tensorflow/give-to-tensorflow.js';
import { copied, type SharedValues, type ValueStore } from './value-store.js';

/**
 * Makes a tensor of a result that lies in the memory of the kernels, and leaves it there: a backend
 * that asks for the values is given a copy then.
 *
 * @returns undefined if the backend keeps its tensors in a way that is not known
 */
export function keepResult(
  backend: NodeBackend,
  store: ValueStore,
  values: SharedValues,
  shape: number[],
): TensorInfo | undefined {
  const { dtype } = values;
  const dataId = backend.write(new Float32Array(0), shape, dtype);
  const record = recordOf(backend, dataId);
  if (record === undefined) {
    backend.disposeData(dataId);
    return undefined;
  }
  Object.defineProperty(record, 'values', {
    configurable: true,
    enumerable: true,
    get: () => given(backend, record, values, shape),
    // As tfjs-node does once TensorFlow has the values.
    set(value: unknown) {
      Object.defineProperty(record, 'values', { value, writable: true });
      values.store?.becomesCopy(values);
      delete values.array;
    },
  });
  store.keepResult(dataId, values);
  return { dataId, shape, dtype };
}

/** What a backend finds as the values of a result. */
function given(
  backend: NodeBackend,
  record: TensorRecord,
  values: SharedValues,
  shape: readonly number[],
): unknown {
  const { store } = values;
  if (values.array !== undefined || store === undefined) return values.array;
  const id = giveToTensorflow(backend, store.view(values), shape);
  if (id === undefined) return store.arrayOf(values);
  record.id = id;
  record.values = null;
  return null;
}

/** Makes a tensor of a copy of values. */
export function copyResult(
  backend: NodeBackend,
  store: ValueStore,
  values: SharedValues,
  shape: number[],
): TensorInfo {
  const { dtype } = values;
  return { dataId: backend.write(copied(store.view(values)), shape, dtype), shape, dtype };
}
