import type { KernelFunc, NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core';

import type { FindKernelMemory, KernelMemory } from '../kernel-memory.js';

/** One call of a training kernel, with the types that tfjs documents for it. */
export interface TrainingCall<Inputs, Attributes> {
  readonly inputs: Inputs;
  readonly attributes: Attributes;
  readonly memory: KernelMemory;
  /** Runs the same call on tfjs's kernel, where it has one. */
  readonly runOriginal: (() => TensorInfo | TensorInfo[]) | undefined;
}

/** A kernel that can take the place of tfjs's own. */
export interface TrainingKernel {
  readonly kernelName: string;
  toKernelFunc(find: FindKernelMemory, original: KernelFunc | undefined): KernelFunc;
}

/** A kernel that works on memory; here tfjs's untyped inputs and attributes become typed. */
export function defineTrainingKernel<Inputs extends NamedTensorInfoMap, Attributes>(
  kernelName: string,
  run: (call: TrainingCall<Inputs, Attributes>) => TensorInfo | TensorInfo[],
): TrainingKernel {
  return {
    kernelName,
    toKernelFunc: (find, original) => (parameters) =>
      run({
        inputs: parameters.inputs as Inputs,
        attributes: parameters.attrs as unknown as Attributes,
        memory: find(parameters.backend),
        runOriginal: original && (() => original(parameters)),
      }),
  };
}
