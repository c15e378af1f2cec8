import { util, type TensorInfo } from '@tensorflow/tfjs-core';
import { BackendError } from '@tfjs-stn/core/errors';
import type { KernelExports } from '@tfjs-stn/kernels';
import { runTask, teamPolicy } from '@tfjs-stn/kernels/team';
import { runPlan, type KernelRunner } from '@tfjs-stn/kernels/tfjs';

import { teamFor, type SharedKernels } from './kernel-threads.js';
import type { WasmBackend, WasmHeap } from './wasm-backend.js';

/**
 * Kernels that are linked to the backend's own memory and work on its tensors in place.
 *
 * @param shared the same for a team, if the memory is shared
 */
export function zeroCopyRunner(
  backend: WasmBackend,
  heap: WasmHeap,
  kernels: KernelExports,
  shared?: SharedKernels,
): KernelRunner {
  const policy = teamPolicy();
  return {
    zeroCopy: true,
    run(task) {
      const { inputs, outputShape, outputDtype = 'float32' } = task;
      const team = teamFor(shared);
      const threads = team ? policy.threadsFor(task, team.threads) : 1;
      const plan = task.plan(threads);
      const output = task.reuses ?? backend.makeOutput([...outputShape], outputDtype);
      const taken: number[] = [];
      const take = (bytes: number): number => {
        taken.push(heap.allocate(bytes));
        return taken.at(-1) as number;
      };
      try {
        const workspace = {
          inputs: inputs.map((input) => inputAddress(backend, input)),
          output: backend.getMemoryOffset(output.dataId) >>> 0,
          scratch: plan.scratchBytes > 0 ? take(plan.scratchBytes) : 0,
          // After all that may make memory grow.
          buffer: heap.memory.buffer,
        };
        if (team) runTask(team, policy, { task, threads, plan, workspace, take });
        else runPlan(kernels, plan, workspace);
      } catch (error) {
        // A worker may still be writing there, so abandon this memory.
        if (team?.isBroken) taken.length = 0;
        else if (!task.reuses) backend.disposeData(output.dataId);
        throw error;
      } finally {
        for (const address of taken) heap.free(address);
      }
      return output;
    },
  };
}

/** Before its memory was guarded, tfjs went on as if a tensor could lie at address 0. */
function inputAddress(backend: WasmBackend, { dataId, shape, dtype }: TensorInfo): number {
  const address = backend.getMemoryOffset(dataId) >>> 0;
  const bytes = util.sizeFromShape(shape) * util.bytesPerElement(dtype);
  if (address !== 0 || bytes === 0) return address;
  throw new BackendError(
    'wasm',
    `out of memory: input [${shape.join(', ')}] must have ${bytes} bytes, got none. Dispose tensors, or take a smaller batch`,
  );
}
