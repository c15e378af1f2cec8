import type { KernelExports } from './abi.js';
import { binary as plainBinary } from './plain-binary.generated.js';

/**
 * Compiles the kernels for plain or shared memory. Bundlers put the latter into a separate
 * file, which is loaded where it is needed.
 *
 * @throws WebAssembly.CompileError where the engine has no SIMD
 */
export async function compileKernels(memory: 'plain' | 'shared'): Promise<WebAssembly.Module> {
  if (memory === 'plain') return WebAssembly.compile(decodeBase64(plainBinary));
  const { binary } = await import('./shared-binary.generated.js');
  return WebAssembly.compile(decodeBase64(binary));
}

/**
 * Links compiled kernels to the memory that they work on.
 *
 * @throws WebAssembly.LinkError if the memory is shared and the module is not, or the reverse
 */
export function linkKernels(module: WebAssembly.Module, memory: WebAssembly.Memory): KernelExports {
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  return exports as unknown as KernelExports;
}

/** The bytes of a base64 text, in browsers and Node alike. */
function decodeBase64(text: string): Uint8Array<ArrayBuffer> {
  const characters = atob(text);
  const bytes = new Uint8Array(characters.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = characters.charCodeAt(i);
  return bytes;
}
