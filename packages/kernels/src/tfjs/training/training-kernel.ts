import type { KernelFunc, NamedTensorInfoMap } from '@tensorflow/tfjs-core';
import { DTypeError, OptionError } from '@tfjs-stn/core/errors';

import type { FindKernelMemory, KernelJob } from '../kernel-memory.js';

/** One call of a training kernel, with the types that tfjs documents for it. */
export interface TrainingCall<Inputs, Attributes> {
  readonly inputs: Inputs;
  readonly attributes: Attributes;
}

/** A kernel that can take the place of tfjs's own. */
export interface TrainingKernel {
  readonly kernelName: string;
  toKernelFunc(find: FindKernelMemory, original: KernelFunc | undefined): KernelFunc;
}

/**
 * A kernel that works on memory; here tfjs's untyped inputs and attributes become typed. A dtype or
 * an option that it does not take goes to the kernel whose place it has taken.
 *
 * @param jobOf throws a DTypeError or OptionError for what the kernel does not take, and a ShapeError
 *   for what is wrong for every kernel
 */
export function defineTrainingKernel<Inputs extends NamedTensorInfoMap, Attributes>(
  kernelName: string,
  jobOf: (call: TrainingCall<Inputs, Attributes>) => KernelJob,
): TrainingKernel {
  return {
    kernelName,
    toKernelFunc: (find, original) => (parameters) => {
      let job: KernelJob;
      try {
        const inputs = parameters.inputs as Inputs;
        job = jobOf({ inputs, attributes: parameters.attrs as unknown as Attributes });
      } catch (error) {
        const isTaken = !(error instanceof DTypeError || error instanceof OptionError);
        if (original === undefined || isTaken) throw error;
        return original(parameters);
      }
      return find(parameters.backend).run(job);
    },
  };
}
