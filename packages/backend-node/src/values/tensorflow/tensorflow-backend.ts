import type { DataId, Tensor, TensorInfo } from '@tensorflow/tfjs-core';

import type { NodeBackend, TensorRecord } from '../node-backend.js';

/** An attribute of an op, as the binding takes it. */
export interface OpAttribute {
  readonly name: string;
  readonly type: number;
  readonly value: number;
}

/** What of tfjs-node's backend is used besides; `tensorMap` is private there. */
export interface TensorflowBackend extends NodeBackend {
  readonly binding: {
    readonly TF_ATTR_TYPE: number;
    readonly TF_FLOAT: number;
    readonly TF_INT32: number;
  };
  readonly tensorMap: { get(dataId: DataId): TensorRecord | undefined };
  executeSingleOutput(
    name: string,
    attributes: readonly OpAttribute[],
    inputs: readonly TensorInfo[],
  ): Tensor;
}

/**
 * Values below which to copy by way of JavaScript takes less time. Not for the calls alone: threads
 * of TensorFlow that have copied look for more work for a while, on cores that ours would have.
 */
export const worthCalls: number = 1024 * 1024;

/** The type of some of an op's tensors. */
export function typeAttribute(
  { binding }: TensorflowBackend,
  name: 'T' | 'Tshape',
  dtype: string,
): OpAttribute {
  const value = dtype === 'int32' ? binding.TF_INT32 : binding.TF_FLOAT;
  return { name, type: binding.TF_ATTR_TYPE, value };
}

/** Whether a backend is that of tfjs-node, and has what is used of it. */
export function isTensorflow(backend: NodeBackend): backend is TensorflowBackend {
  const { binding, tensorMap, executeSingleOutput, disposeData } =
    backend as Partial<TensorflowBackend>;
  return (
    typeof binding?.TF_ATTR_TYPE === 'number' &&
    typeof binding.TF_FLOAT === 'number' &&
    typeof binding.TF_INT32 === 'number' &&
    typeof tensorMap?.get === 'function' &&
    typeof executeSingleOutput === 'function' &&
    typeof disposeData === 'function'
  );
}
