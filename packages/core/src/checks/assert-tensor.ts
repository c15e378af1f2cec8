import { Tensor } from '@tensorflow/tfjs-core';

import { DisposedError, DTypeError, OptionError } from '../errors.js';
import { guardWasmMemory } from './wasm-memory.js';

/** Passes float32 tensors that are alive. All ops begin here, so here their memory is guarded. */
export function assertTensor(
  operation: string,
  what: string,
  value: unknown,
): asserts value is Tensor {
  guardWasmMemory();
  if (!(value instanceof Tensor)) {
    throw new OptionError(operation, `${what} must be a tensor, got ${describe(value)}`);
  }
  if (value.isDisposed) throw new DisposedError(operation, what);
  if (value.dtype !== 'float32') throw new DTypeError(operation, what, value.dtype);
}

function describe(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  return Array.isArray(value) ? 'an array' : typeof value;
}
