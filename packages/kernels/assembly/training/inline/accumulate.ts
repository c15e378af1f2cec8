/** `sum + a * b` per lane, rounded twice: SIMD without its relaxed part has no fused form. */
// @inline
export function multiplyAdd(sum: v128, a: v128, b: v128): v128 {
  return f32x4.add(sum, f32x4.mul(a, b));
}

/** Adds four floats to memory. */
// @inline
export function addTo(address: usize, values: v128): void {
  v128.store(address, f32x4.add(v128.load(address), values));
}

/** Adds one float to memory. */
// @inline
export function addScalarTo(address: usize, value: f32): void {
  store<f32>(address, load<f32>(address) + value);
}
