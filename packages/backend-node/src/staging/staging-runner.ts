import type { KernelRunner } from '@tfjs-stn/kernels/tfjs';

import type { KernelRuntime } from '../runtime/kernel-runtime.js';
import type { NodeBackend } from './node-backend.js';
import { stageInput } from './stage-input.js';
import { stageOutput } from './staged-output.js';

/** Kernels in a memory of their own: tensors of a backend are copied there, and results back. */
export function stagingRunner(backend: NodeBackend, runtime: KernelRuntime): KernelRunner {
  return {
    zeroCopy: false,
    run(task) {
      const inputs = task.inputs.map((input) => stageInput(backend, input, task.name));
      const output = stageOutput(backend, task);
      runtime.run(task, inputs, output);
      return output.tensor();
    },
  };
}
