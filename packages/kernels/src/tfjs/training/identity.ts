import type { KernelBackend, TensorInfo } from '@tensorflow/tfjs-core';

import type { TrainingKernel } from './training-kernel.js';

/**
 * The same values, without a copy: tensors are immutable, and the backend counts references. tfjs's
 * wasm backend copies, and tfjs runs this kernel for every tensor that a gradient keeps.
 */
export const identity: TrainingKernel = {
  kernelName: 'Identity',
  toKernelFunc: (_runnerFor, original) => (parameters) => {
    const { dataId, shape, dtype } = parameters.inputs['x'] as TensorInfo;
    // tfjs loses count of the bytes of strings that are shared.
    if (dtype === 'string' && original) return original(parameters);
    (parameters.backend as KernelBackend).incRef(dataId);
    return { dataId, shape, dtype };
  },
};
