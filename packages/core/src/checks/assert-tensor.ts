import { Tensor } from '@tensorflow/tfjs-core';

import { DisposedError, DTypeError, OptionError, ShapeError } from '../errors.js';
import { guardWasmMemory } from './memory.js';

/** Passes float32 tensors that are alive. Every operation calls it, so it also guards wasm memory. */
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

/**
 * Passes float32 tensors of one shape.
 *
 * @param shape for every axis its size, or a name where any size will do: `['batch', 3, 3]`
 */
export function assertShape<T extends Tensor>(
  operation: string,
  what: string,
  value: unknown,
  shape: readonly (number | string)[],
): asserts value is T {
  assertTensor(operation, what, value);
  const fits =
    value.rank === shape.length &&
    shape.every((size, axis) => typeof size === 'string' || size === value.shape[axis]);
  if (!fits) throw new ShapeError(operation, `${what} must be [${shape.join(', ')}]`, value.shape);
}

function describe(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  return Array.isArray(value) ? 'an array' : typeof value;
}
