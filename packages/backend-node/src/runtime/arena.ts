import { BackendError } from '@tfjs-stn/core/errors';
import { linkKernels } from '@tfjs-stn/kernels';
import { runPart, type KernelPart } from '@tfjs-stn/kernels/tfjs';

import { startTeam, type KernelTeam } from '../threads/kernel-team.js';

/** The kernels, compiled for memory that threads share, and for memory of one. */
export interface CompiledKernels {
  readonly plain: WebAssembly.Module;
  readonly shared: WebAssembly.Module;
}

/** A memory that kernels work in, and the threads that share it. */
export interface Arena {
  /** With the calling thread; 1 where memory can't be shared. */
  readonly threads: number;
  /** The memory as it is now; not to be kept. */
  readonly buffer: ArrayBufferLike;
  readonly bytesHeld: number;
  /** By the last job. */
  readonly bytesUsed: number;
  /** @throws BackendError if the memory can't grow to so many bytes */
  reserve(operation: string, bytes: number): void;
  /** Runs parts of a job; threads find what they need behind `end`. */
  runParts(operation: string, parts: readonly KernelPart[], end: number): void;
  /** Gives it back; nobody works there. */
  close(): void;
  /** Gives it up, whoever may work there. */
  abandon(): void;
}

const pageBytes = 65536;
/** All that 32 bits can address. */
const mostPages = 65536;

/** Opens an arena, without threads as yet. */
export function openArena({ plain, shared }: CompiledKernels, threads: number): Arena {
  const shares = threads > 1;
  const memory = newMemory(shares);
  const module = shares ? shared : plain;
  const kernels = linkKernels(module, memory);
  let team: KernelTeam | undefined;
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
    get bytesHeld() {
      return memory.buffer.byteLength;
    },
    get bytesUsed() {
      return bytesUsed;
    },
    reserve,
    runParts(operation, parts, end) {
      if (!shares || parts.length < 2) {
        for (const part of parts) runPart(kernels, memory.buffer, part);
        return;
      }
      team ??= startTeam({ threads, module, memory, kernels });
      team.run(operation, parts, (bytes) => {
        reserve(operation, end + bytes);
        return end;
      });
    },
    close: () => team?.close(),
    abandon: () => team?.terminate(),
  };
}

function newMemory(shared: boolean): WebAssembly.Memory {
  try {
    return new WebAssembly.Memory({ initial: 1, maximum: mostPages, shared });
  } catch {
    throw outOfMemory('registerNodeKernels', pageBytes, 0);
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
    `out of memory: copies of the tensors and what kernels work in must have ${bytes} bytes, got ${got}. Take a smaller batch`,
  );
}
