import { addScalarTo, addTo } from './inline/accumulate';

/**
 * out[ids[r]] += x[r] for `count` rows of `width` floats. A row whose id is not
 * in [0, segments) is dropped.
 */
export function unsorted_segment_sum_f32(
  x: usize,
  ids: usize,
  out: usize,
  count: i32,
  width: i32,
  segments: i32,
): void {
  const row = (<usize>width) << 2;
  memory.fill(out, 0, <usize>segments * row);
  for (let r = 0; r < count; ++r, x += row) {
    const id = load<u32>(ids + ((<usize>r) << 2));
    if (id >= <u32>segments) continue;
    const to = out + <usize>id * row;
    let c: usize = 0;
    for (; c + 16 <= row; c += 16) addTo(to + c, v128.load(x + c));
    for (; c < row; c += 4) addScalarTo(to + c, load<f32>(x + c));
  }
}

/** The same on int32, which wraps on overflow. */
export function unsorted_segment_sum_i32(
  x: usize,
  ids: usize,
  out: usize,
  count: i32,
  width: i32,
  segments: i32,
): void {
  const row = (<usize>width) << 2;
  memory.fill(out, 0, <usize>segments * row);
  for (let r = 0; r < count; ++r, x += row) {
    const id = load<u32>(ids + ((<usize>r) << 2));
    if (id >= <u32>segments) continue;
    const to = out + <usize>id * row;
    let c: usize = 0;
    for (; c + 16 <= row; c += 16)
      v128.store(to + c, i32x4.add(v128.load(to + c), v128.load(x + c)));
    for (; c < row; c += 4) store<i32>(to + c, load<i32>(to + c) + load<i32>(x + c));
  }
}
