import type { KernelBackend, TensorInfo } from '@tensorflow/tfjs-core';

import type { RunnerFor } from '../kernel-runner.js';
import { replaceKernel } from './replace-kernel.js';
import type { TrainingKernel } from './training-kernel.js';

/**
 * The same values again, without a copy: tensors don't change, and the backend counts references.
 * tfjs's wasm backend copies, and tfjs keeps every tensor that a gradient needs by way of this.
 */
const identity: TrainingKernel = {
  kernelName: 'Identity',
  toKernelFunc: (_runnerFor, original) => (parameters) => {
    const { dataId, shape, dtype } = parameters.inputs['x'] as TensorInfo;
    // tfjs loses count of the bytes of strings that are shared.
    if (dtype === 'string' && original) return original(parameters);
    (parameters.backend as KernelBackend).incRef(dataId);
    return { dataId, shape, dtype };
  },
};

/** The registrations that want it, by backend, and what the last of them to go calls. */
const users = /* @__PURE__ */ new Map<string, { count: number; restore: () => void }>();

/**
 * Makes `tf.clone`, and with it what tfjs keeps for a gradient, share values on a backend.
 *
 * @returns a function that gives it up; tfjs's own comes back when all who asked have done so
 */
export function shareClones(backendName: string, runnerFor: RunnerFor): () => void {
  let user = users.get(backendName);
  if (user === undefined) {
    user = { count: 0, restore: replaceKernel(backendName, identity, runnerFor) };
    users.set(backendName, user);
  }
  const shared = user;
  shared.count++;
  let isHeld = true;
  return () => {
    if (isHeld) shared.count--;
    if (isHeld && shared.count === 0) {
      shared.restore();
      users.delete(backendName);
    }
    isHeld = false;
  };
}
