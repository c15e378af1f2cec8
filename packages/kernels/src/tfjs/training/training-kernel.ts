import type { KernelFunc, NamedTensorInfoMap } from '@tensorflow/tfjs-core';
import { DTypeError, OptionError } from '@tfjs-stn/core/errors';

import type { RunnerFor, KernelTask } from '../kernel-runner.js';

/** One call of a training kernel, with the types that tfjs documents for it. */
export interface TrainingCall<Inputs, Attributes> {
  readonly inputs: Inputs;
  readonly attributes: Attributes;
}

/** A kernel that can replace tfjs's own. */
export interface TrainingKernel {
  readonly kernelName: string;
  toKernelFunc(runnerFor: RunnerFor, original: KernelFunc | undefined): KernelFunc;
}

/**
 * A kernel that works on memory, with tfjs's untyped inputs and attributes converted to typed ones.
 * A dtype or option that it does not support goes to the kernel that it has replaced.
 *
 * @param taskOf throws a DTypeError or OptionError for what the kernel does not take, and a ShapeError
 *   for what is wrong for every kernel
 */
export function defineTrainingKernel<Inputs extends NamedTensorInfoMap, Attributes>(
  kernelName: string,
  taskOf: (call: TrainingCall<Inputs, Attributes>) => KernelTask,
): TrainingKernel {
  return {
    kernelName,
    toKernelFunc: (runnerFor, original) => (parameters) => {
      let task: KernelTask;
      try {
        const inputs = parameters.inputs as Inputs;
        task = taskOf({ inputs, attributes: parameters.attrs as unknown as Attributes });
      } catch (error) {
        const isTaken = !(error instanceof DTypeError || error instanceof OptionError);
        if (original === undefined || isTaken) throw error;
        return original(parameters);
      }
      return runnerFor(parameters.backend).run(task);
    },
  };
}
