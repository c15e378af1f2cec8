import { BackendError } from '@tfjs-stn/core/errors';
import type { KernelExports } from '@tfjs-stn/kernels';

import type { KernelMemory } from './kernel-memory.js';
import type { WasmBackend, WasmHeap } from './wasm-backend.js';

/** Kernels that are linked to the backend's own memory and work on its tensors in place. */
export function zeroCopyMemory(
  backend: WasmBackend,
  heap: WasmHeap,
  kernels: KernelExports,
): KernelMemory {
  return {
    zeroCopy: true,
    run({ inputs, outputShape, outputDtype = 'float32', scratchBytes, execute }) {
      const output = backend.makeOutput([...outputShape], outputDtype);
      const scratch = scratchBytes > 0 ? heap.allocate(scratchBytes) : 0;
      try {
        const outputAddress = backend.getMemoryOffset(output.dataId) >>> 0;
        if ((scratch === 0 && scratchBytes > 0) || (outputAddress === 0 && !isEmpty(outputShape))) {
          throw new BackendError(
            'wasm',
            `out of memory for [${outputShape.join(', ')}] and ${scratchBytes} bytes to work in. Dispose tensors, or take a smaller batch`,
          );
        }
        execute({
          kernels,
          inputs: inputs.map(({ dataId }) => backend.getMemoryOffset(dataId) >>> 0),
          output: outputAddress,
          scratch,
          buffer: heap.memory.buffer,
        });
      } catch (error) {
        backend.disposeData(output.dataId);
        throw error;
      } finally {
        if (scratch !== 0) heap.free(scratch);
      }
      return output;
    },
  };
}

function isEmpty(shape: readonly number[]): boolean {
  return shape.includes(0);
}
