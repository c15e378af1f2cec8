import { util, type TensorInfo } from '@tensorflow/tfjs-core';

import type { NodeBackend } from '../node-backend.js';
import type { Values } from '../value-store.js';
import { canCopy } from './can-copy.js';
import { copyFromTensorflow } from './copy-from-tensorflow.js';
import { isTensorflow, worthCalls } from './tensorflow-backend.js';

/** A large tensor that lies with TensorFlow, if TensorFlow can copy it itself. */
export function stageFromTensorflow(
  backend: NodeBackend,
  source: TensorInfo,
): ((target: Values) => void) | undefined {
  const length = util.sizeFromShape(source.shape);
  const isNumbers = source.dtype === 'float32' || source.dtype === 'int32';
  if (length < worthCalls || !isNumbers || !isTensorflow(backend)) return undefined;
  // What TensorFlow hasn't been given yet is at hand.
  const isWaiting = backend.tensorMap.get(source.dataId)?.values !== null;
  if (isWaiting || !canCopy(backend)) return undefined;
  return (target) => copyFromTensorflow(backend, source, target);
}
