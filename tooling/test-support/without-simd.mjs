import { vi } from 'vitest';

/** From here to `vi.restoreAllMocks()`, an engine of before 2021: it stumbles over SIMD. */
export function withoutSimd() {
  const refusal = 'WebAssembly.compile(): invalid value type 0x7b, enable with --wasm-simd';
  vi.spyOn(WebAssembly, 'compile').mockImplementation(() =>
    Promise.reject(new WebAssembly.CompileError(refusal)),
  );
}
