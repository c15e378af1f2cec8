import { util, type TensorInfo } from '@tensorflow/tfjs-core';
import { BackendError } from '@tfjs-stn/core/errors';
import type { KernelExports } from '@tfjs-stn/kernels';
import { runPlan, type KernelRunner } from '@tfjs-stn/kernels/tfjs';

import type { WasmBackend, WasmHeap } from './wasm-backend.js';

/** Kernels that are linked to the backend's own memory and work on its tensors in place. */
export function zeroCopyRunner(
  backend: WasmBackend,
  heap: WasmHeap,
  kernels: KernelExports,
): KernelRunner {
  return {
    zeroCopy: true,
    run(task) {
      const { inputs, outputShape, outputDtype = 'float32' } = task;
      const plan = task.plan(1);
      const output = task.reuses ?? backend.makeOutput([...outputShape], outputDtype);
      let scratch = 0;
      try {
        const addresses = {
          inputs: inputs.map((input) => inputAddress(backend, input)),
          output: backend.getMemoryOffset(output.dataId) >>> 0,
        };
        if (plan.scratchBytes > 0) scratch = heap.allocate(plan.scratchBytes);
        runPlan(kernels, plan, { ...addresses, scratch, buffer: heap.memory.buffer });
      } catch (error) {
        if (!task.reuses) backend.disposeData(output.dataId);
        throw error;
      } finally {
        if (scratch !== 0) heap.free(scratch);
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
