import { decodeBase64 } from './decode-base64.js';
import { binary as plainBinary } from './plain-binary.generated.js';
import { binary as sharedBinary } from './shared-binary.generated.js';

/**
 * Compiles the kernels for plain or shared memory.
 *
 * @throws WebAssembly.CompileError where the engine has no SIMD
 */
export function compileKernels(memory: 'plain' | 'shared'): Promise<WebAssembly.Module> {
  return WebAssembly.compile(decodeBase64(memory === 'shared' ? sharedBinary : plainBinary));
}
