const view = new DataView(new ArrayBuffer(4));

/** How many float32 values lie between two numbers rounded to float32; NaN with a NaN. */
export function ulpDistance(a: number, b: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return NaN;
  return Math.abs(ordinal(a) - ordinal(b));
}

/** Numbers the float32 values in order, with 0 for both zeros. */
function ordinal(value: number): number {
  view.setFloat32(0, value);
  const bits = view.getUint32(0);
  return bits < 0x80000000 ? bits : 0x80000000 - bits;
}
