import type { TensorInfo } from '@tensorflow/tfjs-core';
import { DTypeError } from '@tfjs-stn/core/errors';

/** @throws DTypeError */
export function assertFloat32(operation: string, what: string, tensor: TensorInfo): void {
  if (tensor.dtype !== 'float32') throw new DTypeError(operation, what, tensor.dtype);
}
