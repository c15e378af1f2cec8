import type { TensorInfo } from '@tensorflow/tfjs-core';

import type { Address, KernelName } from '../abi.js';

/** Addresses of a kernel's tensors and scratch during a run. */
export interface Workspace {
  readonly inputs: readonly Address[];
  readonly output: Address;
  /** Uninitialised, 16-byte aligned. */
  readonly scratch: Address;
  /** The whole memory: a new view for every run, because memory may have grown. */
  readonly buffer: ArrayBufferLike;
}

/** A kernel and the address of its call: any thread that shares the memory can run it. */
export interface KernelCall {
  readonly kernel: KernelName;
  readonly address: Address;
}

/** Calls that one thread makes one after the other. */
export type KernelSlice = readonly KernelCall[];

/** How a task runs on a number of threads. */
export interface KernelPlan {
  /** 0 for no scratch. */
  readonly scratchBytes: number;
  /**
   * Writes the calls to scratch and returns the slices, which may run at the same time and in any
   * order. There may be more or fewer of them than threads.
   */
  encode(workspace: Workspace): readonly KernelSlice[];
  /** Runs once, after all slices. */
  finish?(workspace: Workspace): void;
}

/** The task of a runner: one call of a tfjs kernel. */
export interface KernelTask {
  /** tfjs's name of the kernel, for errors: `StnGridSample` */
  readonly name: string;
  readonly inputs: readonly TensorInfo[];
  /** Shape of the new tensor that the kernel writes. Its memory is not cleared. */
  readonly outputShape: readonly number[];
  /**
   * An input of the output's shape that may become the output, since nothing else uses it: kernels that
   * work on tfjs's own memory go on in it.
   */
  readonly reuses?: TensorInfo | undefined;
  /** Default `'float32'`. */
  readonly outputDtype?: 'float32' | 'int32';
  /** Approximate number of multiplications, which decides whether more than one thread pays off. */
  readonly work: number;
  /** Divides the task. The result has the same bits for any number of threads. */
  plan(threads: number): KernelPlan;
}

/** Runs kernels on tensors of one backend. */
export interface KernelRunner {
  /** Whether kernels work on tfjs's own memory. */
  readonly zeroCopy: boolean;
  /** Returns the output; releases everything if it throws. */
  run(task: KernelTask): TensorInfo;
}

/** Finds the runner of a backend, which a page may drop and create again. */
export type RunnerFor = (backend: unknown) => KernelRunner;
