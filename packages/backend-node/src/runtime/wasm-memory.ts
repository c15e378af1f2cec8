import { BackendError } from '@tfjs-stn/core/errors';
import { linkKernels } from '@tfjs-stn/kernels';
import { kernelTeam, type KernelTeam } from '@tfjs-stn/kernels/team';

import { allocatedBytes, createAllocator } from './allocator.js';
import { startThread, warn } from './start-thread.js';

/** The kernels, compiled for memory that threads share, and for memory of one. */
export interface CompiledKernels {
  readonly plain: WebAssembly.Module;
  readonly shared: WebAssembly.Module;
}

/** A memory that kernels work in, and the threads that share it. */
export interface WasmMemory {
  /** Of one thread where memory can't be shared. Where it is broken, the memory is lost. */
  readonly team: KernelTeam;
  /** The memory as it is now; not to be kept. */
  readonly buffer: ArrayBufferLike;
  /** The most bytes that were taken at the same time since the last call of this. */
  peakBytes(): number;
  /**
   * Takes so many bytes, whose address is a multiple of 64.
   *
   * @returns undefined if there is no room, or the memory can't grow
   */
  take(bytes: number): number | undefined;
  /** Gives back what `take` returned. */
  give(address: number): void;
}

const pageBytes = 65536;
/** All that 32 bits can address. */
export const mostBytes: number = 2 ** 32;

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
  return {
    ...growingAllocator(memory),
    team: kernelTeam({ threads, module, memory, kernels, startThread, warn }),
    get buffer() {
      return memory.buffer;
    },
  };
}

/** A smaller maximum would not help: V8 takes the same address space, or tries smaller ones itself. */
function newMemory(operation: string, shared: boolean): WebAssembly.Memory {
  try {
    return new WebAssembly.Memory({ initial: 1, maximum: mostBytes / pageBytes, shared });
  } catch (cause) {
    throw new BackendError(
      operation,
      `out of address space: a WebAssembly memory must have 10 GiB of it, got ${String(cause)}. Raise the limit (ulimit -v), or start Node with --disable-wasm-trap-handler, with which it takes less`,
    );
  }
}

/** Takes parts of a memory, which grows. */
function growingAllocator(
  memory: WebAssembly.Memory,
): Pick<WasmMemory, 'take' | 'give' | 'peakBytes'> {
  const allocator = createAllocator(mostBytes);
  let peak = 0;
  return {
    peakBytes() {
      const bytes = peak;
      peak = allocator.used;
      return bytes;
    },
    take(bytes) {
      const address = allocator.take(bytes);
      peak = Math.max(peak, allocator.used);
      if (address === undefined || fits(memory, address + allocatedBytes(bytes))) return address;
      allocator.give(address);
      return undefined;
    },
    give: allocator.give,
  };
}

/**
 * Whether the memory has so many bytes, for which it may have to grow: by a quarter at least, since
 * V8 collects garbage whenever one does.
 */
function fits(memory: WebAssembly.Memory, bytes: number): boolean {
  const pages = memory.buffer.byteLength / pageBytes;
  const missing = Math.ceil(bytes / pageBytes) - pages;
  if (missing <= 0) return true;
  const ample = Math.min(Math.max(missing, Math.ceil(pages / 4)), mostBytes / pageBytes - pages);
  return grows(memory, ample) || grows(memory, missing);
}

function grows(memory: WebAssembly.Memory, pages: number): boolean {
  try {
    memory.grow(pages);
    return true;
  } catch {
    return false;
  }
}
