import { vi } from 'vitest';

/** From here to `vi.restoreAllMocks()`, an engine from before 2021, which does not compile SIMD. */
export function withoutSimd() {
  const refusal = 'WebAssembly.compile(): invalid value type 0x7b, enable with --wasm-simd';
  vi.spyOn(WebAssembly, 'compile').mockImplementation(() =>
    Promise.reject(new WebAssembly.CompileError(refusal)),
  );
}
