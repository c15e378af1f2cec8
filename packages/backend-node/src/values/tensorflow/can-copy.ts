import { copyFromTensorflow } from './copy-from-tensorflow.js';
import { copyToTensorflow } from './copy-to-tensorflow.js';
import type { TensorflowBackend } from './tensorflow-backend.js';

const answers = /* @__PURE__ */ new WeakMap<TensorflowBackend, boolean>();

/** Whether TensorFlow reads and writes memory of ours, which is tried once for each backend. */
export function canCopy(backend: TensorflowBackend): boolean {
  const known = answers.get(backend);
  if (known !== undefined) return known;
  const answer = tryOut(backend);
  answers.set(backend, answer);
  return answer;
}

/** Another TensorFlow might lack an op, work on a copy, or refuse memory that threads share. */
function tryOut(backend: TensorflowBackend): boolean {
  const shape = [2, 16];
  const given = Float32Array.from({ length: 32 }, (_, index) => index + 1);
  const buffer = sharable();
  const lent = new Float32Array(buffer, 64, 32);
  const target = new Float32Array(buffer, 320, 32);
  const holds = (values: ArrayLike<number>): boolean =>
    given.every((value, index) => value === values[index]);
  try {
    lent.set(given);
    const tensor = copyToTensorflow(backend, lent, shape);
    // What has become TensorFlow's own is not to change with our memory.
    lent.fill(0);
    copyFromTensorflow(backend, tensor, target);
    const isRight = holds(backend.readSync(tensor.dataId)) && holds(target);
    tensor.dispose();
    return isRight;
  } catch {
    return false;
  }
}

/** Memory as kernels have it, which begins on a page. */
function sharable(): ArrayBufferLike {
  const shared = typeof SharedArrayBuffer !== 'undefined';
  return new WebAssembly.Memory({ initial: 1, maximum: 1, shared }).buffer;
}
