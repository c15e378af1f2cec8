import { engine, util, type TensorInfo } from '@tensorflow/tfjs-core';
import { BackendError, DisposedError } from '@tfjs-stn/core/errors';

import type { NodeBackend } from './node-backend.js';

/**
 * The values of a tensor, which may still lie on another backend.
 *
 * @throws DisposedError if it is nowhere
 */
export function readInput(
  backend: NodeBackend,
  { dataId, shape }: TensorInfo,
  operation: string,
): ArrayLike<number> {
  if (backend.refCount(dataId) === 0) fetchInput(backend, dataId, shape, operation);
  const values = backend.readSync(dataId);
  const size = util.sizeFromShape(shape);
  if (values.length === size) return values;
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
