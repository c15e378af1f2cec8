import { util, type TensorInfo } from '@tensorflow/tfjs-core';

import type { NodeBackend } from '../node-backend.js';
import type { StagedInput } from '../staged-input.js';
import { canCopy } from './can-copy.js';
import { copyFromTensorflow } from './copy-from-tensorflow.js';
import { isTensorflow, worthCalls } from './tensorflow-backend.js';

/** TensorFlow copies row by row of the first axis; shorter ones aren't worth it. */
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
  if (length / rows < worthARow || !canCopy(backend)) return undefined;
  const source = { dataId, dtype, shape: [...data.shape] };
  return { length, copyTo: (target) => copyFromTensorflow(backend, source, target) };
}
