import { copyInPlace } from './copy-in-place.js';
import type { TensorflowBackend } from './tensorflow-backend.js';

const answers = /* @__PURE__ */ new WeakMap<TensorflowBackend, boolean>();

/** Whether TensorFlow writes to memory of ours, which is tried once for each backend. */
export function canCopyInPlace(backend: TensorflowBackend): boolean {
  const known = answers.get(backend);
  if (known !== undefined) return known;
  const answer = tryOut(backend);
  answers.set(backend, answer);
  return answer;
}

/** Another TensorFlow might lack the op, keep a copy, or refuse memory that threads share. */
function tryOut(backend: TensorflowBackend): boolean {
  const shape = [2, 16];
  const values = Float32Array.from({ length: 32 }, (_, index) => index + 1);
  const target = new Float32Array(sharable(256), 64, 32);
  const source = { dataId: backend.write(values.slice(), shape, 'float32'), shape } as const;
  try {
    copyInPlace(backend, { ...source, dtype: 'float32' }, target);
    return target.every((value, index) => value === values[index]);
  } catch {
    return false;
  } finally {
    backend.disposeData(source.dataId);
  }
}

/** Memory as kernels have it, which begins on a page. */
function sharable(bytes: number): ArrayBufferLike {
  const shared = typeof SharedArrayBuffer !== 'undefined';
  const pages = Math.ceil(bytes / 65536);
  return new WebAssembly.Memory({ initial: pages, maximum: pages, shared }).buffer;
}
