/** The smallest module with a SIMD instruction: i8x16.splat. */
// prettier-ignore
const probe = Uint8Array.of(
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123,
  3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11,
);

/** Why this browser can't run WebAssembly with SIMD, in words for the user, or undefined. */
export function simdProblem(): string | undefined {
  if (typeof WebAssembly !== 'object') return 'This browser has no WebAssembly.';
  return WebAssembly.validate(probe) ? undefined : 'This browser has no WebAssembly with SIMD.';
}
