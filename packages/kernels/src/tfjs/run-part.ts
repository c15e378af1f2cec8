import type { KernelExports } from '../kernel-exports.js';
import type { KernelPart } from './kernel-memory.js';

/** Makes the calls of a part on this thread. */
export function runPart(kernels: KernelExports, buffer: ArrayBufferLike, part: KernelPart): void {
  for (const { kernel, arguments: values } of part) {
    if (kernel === 'clear') {
      const [address = 0, bytes = 0] = values;
      new Uint8Array(buffer, address, bytes).fill(0);
    } else {
      const run: (...values: number[]) => void = kernels[kernel];
      run(...values);
    }
  }
}
