import { engine, getBackend } from '@tensorflow/tfjs-core';

import { BackendError, OptionError } from '../errors.js';

/** 4 GiB less a page: what Emscripten lets the memory of tfjs's wasm backend grow to. */
const mostBytes = 2 ** 32 - 2 ** 16;
/** Its malloc grows the memory by less than that at a time. */
const mostBytesAtOnce = 2 ** 31;
/** Most bytes of a tensor that is computed on the host: 2 GiB. */
const mostHostBytes = 2 ** 31;

/** What of Emscripten's module is used; all of it is there in tfjs-backend-wasm 4.22. */
interface EmscriptenModule {
  _malloc?: (bytes: number) => number;
  _free?: (address: number) => void;
}

const guarded = /* @__PURE__ */ new WeakSet<EmscriptenModule>();

/**
 * Makes tfjs's wasm backend throw where there is no memory for a tensor. On its own it asks for the
 * size modulo 2^32, or goes on at address 0, and whatever op runs next overwrites other tensors.
 *
 * A second call for the same backend changes nothing.
 *
 * @param backend default: the one that is registered as `wasm`, if it has started
 */
export function guardWasmMemory(backend: unknown = engine().registry['wasm']): void {
  const module = (backend as { readonly wasm?: EmscriptenModule } | undefined)?.wasm;
  if (!module || guarded.has(module)) return;
  if (typeof module._malloc !== 'function' || typeof module._free !== 'function') return;
  guarded.add(module);
  // At its first call Emscripten's stub puts the function itself in its own place.
  module._free(module._malloc(1));
  const malloc = module._malloc;
  module._malloc = (bytes) => {
    const address = bytes > mostBytes ? 0 : malloc(bytes);
    if (address === 0 && bytes > 0) throw outOfMemory('wasm', bytes);
    return address;
  };
}

/**
 * Passes the shape of a float32 tensor that the current backend can hold, for what is computed on
 * the host first. Only wasm has a limit of its own.
 *
 * @throws BackendError
 */
export function assertTensorFits(operation: string, shape: readonly number[]): void {
  guardWasmMemory();
  const bytes = shape.reduce((product, length) => product * length, 4);
  if (bytes >= mostBytesAtOnce && getBackend() === 'wasm') throw outOfMemory(operation, bytes);
}

function outOfMemory(operation: string, bytes: number): BackendError {
  return new BackendError(
    operation,
    `out of memory: a tensor takes ${bytes} bytes, and the wasm backend has less than ${mostBytesAtOnce} for one and ${mostBytes} for all of them. Dispose tensors, or take a smaller batch or output`,
  );
}

/**
 * Memory for the numbers of a tensor that is computed on the host, for authors of transforms: all 0.
 * A size that comes from a config or a caller is checked before anything is allocated.
 *
 * @param operation named in errors
 * @param what the table is called there, for example `basis`
 * @param shape of the tensor, in whole numbers
 * @throws OptionError if the table would take more than 2 GiB
 */
export function allocateFloats(
  operation: string,
  what: string,
  shape: readonly number[],
): Float32Array<ArrayBuffer> {
  // The tensor may be the first that the library makes on wasm.
  guardWasmMemory();
  const length = shape.reduce((product, size) => product * size, 1);
  const bytes = length * Float32Array.BYTES_PER_ELEMENT;
  if (bytes <= mostHostBytes) return new Float32Array(length);
  throw new OptionError(
    operation,
    `${what} [${shape.join(', ')}] must take at most ${mostHostBytes} bytes, got ${bytes}. Use a smaller output size, or fewer parameters`,
  );
}
