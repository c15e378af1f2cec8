/** Copies one pixel. */
export function copyPixel(output: usize, source: usize, channels: i32): void {
  const end = <usize>channels << 2;
  let c: usize = 0;
  for (; c + 16 <= end; c += 16) v128.store(output + c, v128.load(source + c));
  for (; c < end; c += 4) store<f32>(output + c, load<f32>(source + c));
}

/** Every channel of one pixel becomes NaN. */
export function spoilPixel(output: usize, channels: i32): void {
  const end = output + (<usize>channels << 2);
  for (; output < end; output += 4) store<f32>(output, NaN);
}
