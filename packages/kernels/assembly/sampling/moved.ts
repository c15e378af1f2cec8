import { SamplingCall } from '../call';
import { PADDING_ZEROS } from '../options';

// What padding moved to an edge has no gradient, even if an infinite pixel makes NaN of 0 times it.

/** Whether padding moved a coordinate, given where its derivative is. */
// @ts-ignore: decorator
@inline
export function isMoved(call: SamplingCall, factor: usize): bool {
  return call.padding != PADDING_ZEROS && load<f32>(factor) == 0;
}

/** Which of four coordinates it moved. */
// @ts-ignore: decorator
@inline
export function movedMask(call: SamplingCall, factors: usize): v128 {
  if (call.padding == PADDING_ZEROS) return f32x4.splat(0);
  return f32x4.eq(v128.load(factors), f32x4.splat(0));
}
