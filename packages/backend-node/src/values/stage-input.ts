import { engine, util, type TensorInfo } from '@tensorflow/tfjs-core';
import { BackendError, DisposedError } from '@tfjs-stn/core/errors';

import type { NodeBackend } from './node-backend.js';
import { stageFromTensorflow } from './tensorflow/stage-from-tensorflow.js';
import type { Values } from './value-store.js';

/**
 * Finds the values of a tensor, which may still lie on another backend.
 *
 * @returns what copies them to the memory of the kernels
 * @throws DisposedError if it is nowhere
 */
export function stageInput(
  backend: NodeBackend,
  input: TensorInfo,
  operation: string,
): (target: Values) => void {
  const { dataId, shape } = input;
  if (backend.refCount(dataId) === 0) fetchInput(backend, dataId, shape, operation);
  const direct = stageFromTensorflow(backend, input);
  if (direct) return direct;
  const values = backend.readSync(dataId);
  const size = util.sizeFromShape(shape);
  if (values.length === size) return (target) => target.set(values);
  const rule = `an input [${shape.join(', ')}] must have ${size} values`;
  throw new BackendError(operation, `${rule}, got ${values.length}`);
}

/** tfjs moves data where a kernel asks for it, but for what `readSync` of tensorflow asks for. */
function fetchInput(
  backend: NodeBackend,
  dataId: object,
  shape: readonly number[],
  operation: string,
): void {
  try {
    engine().moveData(backend as Parameters<ReturnType<typeof engine>['moveData']>[0], dataId);
  } catch {
    throw new DisposedError(operation, `an input [${shape.join(', ')}]`);
  }
}
