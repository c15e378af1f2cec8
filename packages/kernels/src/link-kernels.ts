import type { KernelExports } from './kernel-exports.js';

/**
 * Links compiled kernels to the memory that they are to work in.
 *
 * @throws WebAssembly.LinkError if the memory is shared and the module is not, or the reverse
 */
export function linkKernels(module: WebAssembly.Module, memory: WebAssembly.Memory): KernelExports {
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  return exports as unknown as KernelExports;
}
