import { util, type TensorInfo } from '@tensorflow/tfjs-core';

import type { NodeBackend } from '../node-backend.js';
import type { StagedInput } from '../staged-input.js';
import { canCopyInPlace } from './can-copy-in-place.js';
import { copyInPlace } from './copy-in-place.js';
import { isTensorflow } from './tensorflow-backend.js';

/** Values below which calls of TensorFlow take longer than to read and copy. */
const worthCalls = 64 * 1024;
/** TensorFlow copies row by row of the first axis; shorter ones aren't worth it either. */
const worthARow = 1024;

/** A large tensor that lies with TensorFlow, if TensorFlow can copy it itself. */
export function stageFromTensorflow(
  backend: NodeBackend,
  { shape, dtype, dataId }: TensorInfo,
): StagedInput | undefined {
  const length = util.sizeFromShape(shape);
  const isNumbers = dtype === 'float32' || dtype === 'int32';
  if (length < worthCalls || !isNumbers || !isTensorflow(backend)) return undefined;
  const data = backend.tensorMap.get(dataId);
  // What TensorFlow hasn't been given yet is at hand.
  if (data?.values !== null || util.sizeFromShape([...data.shape]) !== length) return undefined;
  const [rows = 1] = data.shape;
  if (length / rows < worthARow || !canCopyInPlace(backend)) return undefined;
  const source = { dataId, dtype, shape: [...data.shape] };
  return { length, copyTo: (target) => copyInPlace(backend, source, target) };
}
