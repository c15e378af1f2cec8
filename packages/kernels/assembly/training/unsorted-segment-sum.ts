import { SegmentCall } from '../call';
import { addScalarTo, addTo } from './inline/accumulate';

/**
 * output[ids[r]] += x[r] for `count` rows of `width` floats. A row whose id is not
 * in [0, segments) is dropped.
 */
export function unsorted_segment_sum_f32(call: SegmentCall): void {
  let x = call.x;
  const count = call.count;
  const segments = call.segments;
  const row = (<usize>call.width) << 2;
  memory.fill(call.output, 0, <usize>segments * row);
  for (let r = 0; r < count; r++, x += row) {
    const id = load<u32>(call.ids + ((<usize>r) << 2));
    if (id >= <u32>segments) continue;
    const to = call.output + <usize>id * row;
    let c: usize = 0;
    for (; c + 16 <= row; c += 16) addTo(to + c, v128.load(x + c));
    for (; c < row; c += 4) addScalarTo(to + c, load<f32>(x + c));
  }
}

/** The same on int32, which wraps on overflow. */
export function unsorted_segment_sum_i32(call: SegmentCall): void {
  let x = call.x;
  const count = call.count;
  const segments = call.segments;
  const row = (<usize>call.width) << 2;
  memory.fill(call.output, 0, <usize>segments * row);
  for (let r = 0; r < count; r++, x += row) {
    const id = load<u32>(call.ids + ((<usize>r) << 2));
    if (id >= <u32>segments) continue;
    const to = call.output + <usize>id * row;
    let c: usize = 0;
    for (; c + 16 <= row; c += 16) {
      v128.store(to + c, i32x4.add(v128.load(to + c), v128.load(x + c)));
    }
    for (; c < row; c += 4) store<i32>(to + c, load<i32>(to + c) + load<i32>(x + c));
  }
}
