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
        if (scratch === 0 && scratchBytes > 0) {
          throw new BackendError('wasm', `out of memory, no ${scratchBytes} bytes to work in`);
        }
        execute({
          kernels,
          inputs: inputs.map(({ dataId }) => backend.getMemoryOffset(dataId) >>> 0),
          output: backend.getMemoryOffset(output.dataId) >>> 0,
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
