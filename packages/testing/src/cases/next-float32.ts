const view = new DataView(new ArrayBuffer(4));

/** The float32 value `steps` places above (below, if negative) a finite one. */
export function nextFloat32(value: number, steps: number): number {
  view.setFloat32(0, value);
  const bits = view.getUint32(0);
  const ordinal = bits < 0x80000000 ? bits : 0x80000000 - bits;
  const moved = ordinal + steps;
  view.setUint32(0, moved >= 0 ? moved : 0x80000000 - moved);
  return view.getFloat32(0);
}
