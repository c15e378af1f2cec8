import type { TensorInfo } from '@tensorflow/tfjs-core';

import type { Address } from '../abi.js';
import type { KernelExports } from '../kernel-exports.js';
import type { Range } from './split-range.js';

/** Where a kernel finds what it works on, while it works. */
export interface Workspace {
  readonly inputs: readonly Address[];
  readonly output: Address;
  /** Uninitialised, 16-byte aligned. */
  readonly scratch: Address;
  /** The whole memory; a new view for every run, for memory may have grown. */
  readonly buffer: ArrayBufferLike;
}

/**
 * A call of one kernel, or `'clear'`, which sets bytes to 0 from an address on. All arguments are
 * whole numbers, so that a call can be written down and made by any thread that shares the memory.
 */
export interface KernelCall {
  readonly kernel: keyof KernelExports | 'clear';
  readonly arguments: readonly number[];
}

/** Calls that one thread makes one after the other. */
export type KernelPart = readonly KernelCall[];

/** One run of a kernel, and how it is shared among threads. */
export interface KernelJob {
  /** What is run, for errors: `StnGridSample` */
  readonly name: string;
  readonly inputs: readonly TensorInfo[];
  /** Shape of the new tensor that the kernel writes. Its memory is not cleared. */
  readonly outputShape: readonly number[];
  /** Default `'float32'`. */
  readonly outputDtype?: 'float32' | 'int32';
  /** Multiplications, roughly: whether more than one thread is worth the while. */
  readonly work: number;
  /** Scratch for a plan for so many threads. May be 0; then there is no scratch. */
  scratchBytes(threads: number): number;
  /**
   * Writes down what the calls read and gives the parts, which may run at the same time and in any
   * order. There may be more or fewer of them than threads. The result has the same bits for any
   * number of threads.
   */
  plan(workspace: Workspace, threads: number): readonly KernelPart[];
  /**
   * Floats of the output that a part of a plan for so many threads has finished once it has run,
   * one list for each part: who copies the output can begin while other parts are at work. Left out
   * where only all parts together finish it.
   */
  finished?(threads: number): readonly (readonly Range[])[];
  /** Runs once, after all parts. */
  finish?(workspace: Workspace): void;
}

/** Runs kernels on tensors of one backend. */
export interface KernelMemory {
  /** Whether kernels work right where tfjs keeps its tensors. */
  readonly zeroCopy: boolean;
  /** Gives the output; on a throw nothing is left behind. */
  run(job: KernelJob): TensorInfo;
}

/** Finds the memory that belongs to a backend, which a page may drop and make again. */
export type FindKernelMemory = (backend: unknown) => KernelMemory;
