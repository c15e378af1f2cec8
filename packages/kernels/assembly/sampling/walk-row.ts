import { SamplingCall } from '../call';
import { Padding } from '../options';
import { INSIDE, OUTSIDE } from '../scratch';

/**
 * How a sampler computes a tile row, which `walkRow` divides into runs of points. `data` is the run's
 * part of the output, or of its gradient; `s` is where the working rows have the run's first point.
 */
@unmanaged
export abstract class RowKernel {
  /** Fills the working rows: addresses, weights, INSIDE and OUTSIDE. */
  abstract prepare(call: SamplingCall, count: i32): void;
  /** Points whose neighbours are all inside the image, in whole groups of four. */
  abstract inside(call: SamplingCall, s: usize, end: usize, data: usize): void;
  /** Points that read nothing of the image. */
  abstract outside(call: SamplingCall, s: usize, points: i32, data: usize): void;
  /** Up to four points, with a bit in `inside` for each whose neighbours are all inside. */
  abstract mixed(call: SamplingCall, s: usize, inside: i32, points: i32, data: usize): void;
}

/** Computes a tile row. Every kernel gets its own loop, with direct calls. */
export function walkRow<Kernel extends RowKernel>(
  call: SamplingCall,
  count: i32,
  data: usize,
): void {
  // Kernels have no state, so none is allocated.
  const kernel = changetype<Kernel>(<usize>0);
  kernel.prepare(call, count);
  const pixelBytes = (<usize>call.channels) << 2;
  const scratch = call.scratch;
  const groups = (count + 3) >> 2;
  const whole = count >> 2;
  let group = 0;
  while (group < groups) {
    const first = group;
    group = endOfInside(scratch, group, whole);
    const s = scratch + ((<usize>first) << 4);
    const target = data + ((<usize>first) << 2) * pixelBytes;
    if (group > first) {
      kernel.inside(call, s, scratch + ((<usize>group) << 4), target);
      continue;
    }
    group = endOfOutside(call, group, groups);
    if (group > first) {
      kernel.outside(call, s, min(group << 2, count) - (first << 2), target);
      continue;
    }
    const inside = <i32>load<u8>(scratch + group, INSIDE);
    kernel.mixed(call, s, inside, min(4, count - (group << 2)), target);
    group++;
  }
}

/** The first group from `group` on, before `groups`, whose four points are not all inside. */
function endOfInside(scratch: usize, group: i32, groups: i32): i32 {
  while (group + 4 <= groups && load<u32>(scratch + group, INSIDE) == 0x0f0f0f0f) group += 4;
  while (group < groups && load<u8>(scratch + group, INSIDE) == 15) group++;
  return group;
}

/** The first group from `group` on, before `groups`, that reads more than the fill value. */
function endOfOutside(call: SamplingCall, group: i32, groups: i32): i32 {
  if (call.padding != Padding.ZEROS) return group;
  while (group < groups && isOutside(call.scratch + group)) group++;
  return group;
}

/** Whether none of the four points of the group at `s` reads the image. */
// @inline
function isOutside(s: usize): bool {
  return load<u8>(s, INSIDE) != 15 && load<u8>(s, OUTSIDE) == 15;
}

/**
 * A bit each for those of four points that read nothing of the image: at or before `beforeX` or
 * `beforeY`, or at or beyond `behindX` or `behindY`. A point that is not a number is not outside.
 */
// @inline
export function outsideMask(
  x: v128,
  y: v128,
  beforeX: f32,
  behindX: i32,
  beforeY: f32,
  behindY: i32,
): i32 {
  const outX = v128.or(f32x4.le(x, f32x4.splat(beforeX)), f32x4.ge(x, f32x4.splat(<f32>behindX)));
  const outY = v128.or(f32x4.le(y, f32x4.splat(beforeY)), f32x4.ge(y, f32x4.splat(<f32>behindY)));
  const known = v128.and(f32x4.eq(x, x), f32x4.eq(y, y));
  return i32x4.bitmask(v128.and(v128.or(outX, outY), known));
}
