import type { TensorInfo } from '@tensorflow/tfjs-core';

/** Values of a tensor on their way to memory that threads share. */
export interface StagedInput {
  readonly length: number;
  copyTo(target: Float32Array | Int32Array): void;
}

/** Values that JavaScript has. */
export function stagedValues(values: ArrayLike<number>): StagedInput {
  return { length: values.length, copyTo: (target) => target.set(values) };
}

/** A result on its way from memory that threads share. */
export interface StagedOutput {
  /** Whether ranges of it can be taken while others are still in the making. */
  readonly takesRanges: boolean;
  /** @param begin where the values are in the whole result */
  take(values: Float32Array | Int32Array, begin: number): void;
  /** Once all is taken. */
  tensor(): TensorInfo;
}
