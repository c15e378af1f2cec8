import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { Address, KernelExports } from '@tfjs-stn/kernels';

/** Where a kernel finds what it works on, while it works. */
export interface Workspace {
  readonly kernels: KernelExports;
  readonly inputs: readonly Address[];
  readonly output: Address;
  /** Uninitialised, 8-byte aligned. */
  readonly scratch: Address;
  /** The whole memory; a new view for every run, for memory may have grown. */
  readonly buffer: ArrayBufferLike;
}

/** One call of a kernel. */
export interface KernelJob {
  readonly inputs: readonly TensorInfo[];
  /** Shape of the new tensor that the kernel writes. Its memory is not cleared. */
  readonly outputShape: readonly number[];
  /** Default `'float32'`. */
  readonly outputDtype?: 'float32' | 'int32';
  /** May be 0; then there is no scratch. */
  readonly scratchBytes: number;
  execute(workspace: Workspace): void;
}

/** Runs kernels on tensors of one backend. */
export interface KernelMemory {
  /** Whether kernels work right where tfjs keeps its tensors. */
  readonly zeroCopy: boolean;
  /** Gives the output; on a throw nothing is left behind. */
  run(job: KernelJob): TensorInfo;
}
