import type { NodeBackend } from '../node-backend.js';
import type { Values } from '../value-store.js';
import { canCopy } from './can-copy.js';
import { copyToTensorflow } from './copy-to-tensorflow.js';
import { isTensorflow, worthCalls } from './tensorflow-backend.js';

/**
 * Copies a large result into a TensorFlow tensor.
 *
 * @returns its number, or undefined where values go through JavaScript
 */
export function giveToTensorflow(
  backend: NodeBackend,
  values: Values,
  shape: readonly number[],
): number | undefined {
  if (values.length < worthCalls || !isTensorflow(backend) || !canCopy(backend)) return undefined;
  const tensor = copyToTensorflow(backend, values, shape);
  const record = backend.tensorMap.get(tensor.dataId);
  const id = record?.id;
  // The number goes to another tensor of tfjs, so this one is not to delete it.
  if (record) record.id = -1;
  tensor.dispose();
  return id;
}
