import type { DataId, TensorInfo } from '@tensorflow/tfjs-core';

/** What the backend's memory is needed for; all of it is there in tfjs-backend-wasm 4.22. */
export interface WasmHeap {
  readonly memory: WebAssembly.Memory;
  /** @throws BackendError where there is no room: core guards it */
  allocate(bytes: number): number;
  free(address: number): void;
}

/** The public methods of tfjs's wasm backend that kernels use. */
export interface WasmBackend {
  readSync(dataId: DataId): Uint8Array | Int32Array | Float32Array;
  disposeData(dataId: DataId, force?: boolean): boolean;
  getMemoryOffset(dataId: DataId): number;
  makeOutput(
    shape: number[],
    dtype: 'float32' | 'int32',
    memoryOffset?: number,
    values?: Float32Array | Int32Array,
  ): TensorInfo;
}

interface EmscriptenModule {
  readonly asm?: { readonly memory?: unknown };
  readonly wasmMemory?: unknown;
  readonly _malloc?: unknown;
  readonly _free?: unknown;
}

/**
 * The backend's own memory, or undefined where tfjs no longer keeps it as 4.22 does. This is the
 * one place here that looks at Emscripten's internals; core guards its malloc.
 */
export function heapOf(backend: object): WasmHeap | undefined {
  const module = (backend as { readonly wasm?: EmscriptenModule }).wasm;
  const memory = module?.asm?.memory ?? module?.wasmMemory;
  const { _malloc: malloc, _free: free } = module ?? {};
  if (!(memory instanceof WebAssembly.Memory)) return undefined;
  if (typeof malloc !== 'function' || typeof free !== 'function') return undefined;
  return {
    memory,
    // Addresses above 2 GiB come back negative.
    allocate: (bytes) => (malloc as (bytes: number) => number)(bytes) >>> 0,
    free: (address) => (free as (address: number) => void)(address),
  };
}

/** Whether threads of tfjs share the memory, which takes kernels built for that. */
export function isShared(memory: WebAssembly.Memory): boolean {
  return (
    typeof SharedArrayBuffer !== 'undefined' &&
    (memory.buffer as ArrayBufferLike) instanceof SharedArrayBuffer
  );
}
