import { BackendError } from '@tfjs-stn/core/errors';
import { linkKernels, type KernelExports } from '@tfjs-stn/kernels';
import { runSlice } from '@tfjs-stn/kernels/tfjs';

import { startPool, type WorkerPool, type PoolRun } from '../threads/worker-pool.js';

/** The kernels, compiled for memory that threads share, and for memory of one. */
export interface CompiledKernels {
  readonly plain: WebAssembly.Module;
  readonly shared: WebAssembly.Module;
}

/** A memory that kernels work in, and the threads that share it. */
export interface WasmMemory {
  /** With the calling thread; 1 where memory can't be shared. */
  readonly threads: number;
  /** The memory as it is now; not to be kept. */
  readonly buffer: ArrayBufferLike;
  /** By the last task. */
  readonly bytesUsed: number;
  /** @throws BackendError if the memory can't grow to so many bytes */
  reserve(operation: string, bytes: number): void;
  /** Runs slices of a task; threads find what they need behind `end`. */
  runSlices(run: MemoryRun): void;
  /** Gives it back; no kernel is running there. */
  close(): void;
  /** Abandons it, even if a kernel is still running there. */
  abandon(): void;
}

/** Slices of a task, and where in the memory there is room. */
export interface MemoryRun extends Pick<PoolRun, 'name' | 'slices' | 'threads' | 'onDone'> {
  /** Behind all that the task uses. */
  readonly end: number;
}

const pageBytes = 65536;
/** All that 32 bits can address. */
const mostPages = 65536;

/**
 * Opens a memory, without threads as yet.
 *
 * @param operation for which it is opened, for errors
 * @throws BackendError if there is no room for a memory
 */
export function openWasmMemory(
  operation: string,
  { plain, shared }: CompiledKernels,
  threads: number,
): WasmMemory {
  const shares = threads > 1;
  const memory = newMemory(operation, shares);
  const module = shares ? shared : plain;
  const kernels = linkKernels(module, memory);
  let pool: WorkerPool | undefined;
  let bytesUsed = 0;
  const reserve = (operation: string, bytes: number): void => {
    bytesUsed = bytes;
    const { byteLength } = memory.buffer;
    if (bytes > byteLength) grow(operation, memory, bytes);
  };
  return {
    threads,
    get buffer() {
      return memory.buffer;
    },
    get bytesUsed() {
      return bytesUsed;
    },
    reserve,
    runSlices({ end, ...run }) {
      if (Math.min(threads, run.threads, run.slices.length) < 2) return runAlone(kernels, run);
      pool ??= startPool({ threads, module, memory, kernels });
      const planAddress = (bytes: number): number => {
        reserve(run.name, end + bytes);
        return end;
      };
      pool.run({ ...run, planAddress });
    },
    close: () => pool?.close(),
    abandon: () => pool?.terminate(),
  };
}

function runAlone(
  kernels: KernelExports,
  { slices, onDone }: Pick<MemoryRun, 'slices' | 'onDone'>,
): void {
  slices.forEach((slice, index) => {
    runSlice(kernels, slice);
    onDone?.(index);
  });
}

/** A smaller maximum would not help: V8 takes the same address space, or tries smaller ones itself. */
function newMemory(operation: string, shared: boolean): WebAssembly.Memory {
  try {
    return new WebAssembly.Memory({ initial: 1, maximum: mostPages, shared });
  } catch (cause) {
    throw new BackendError(
      operation,
      `out of address space: a WebAssembly memory must have 10 GiB of it, got ${String(cause)}. Raise the limit (ulimit -v), or start Node with --disable-wasm-trap-handler, with which it takes less`,
    );
  }
}

function grow(operation: string, memory: WebAssembly.Memory, bytes: number): void {
  const { byteLength } = memory.buffer;
  try {
    memory.grow(Math.ceil((bytes - byteLength) / pageBytes));
  } catch {
    throw outOfMemory(operation, bytes, byteLength);
  }
}

function outOfMemory(operation: string, bytes: number, got: number): BackendError {
  return new BackendError(
    operation,
    `out of memory: copies of the tensors and what kernels work in take ${bytes} bytes, and there are ${got} of at most ${mostPages * pageBytes}. Take a smaller batch`,
  );
}
