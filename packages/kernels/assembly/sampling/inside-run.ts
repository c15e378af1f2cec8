import { SamplingCall } from '../call';
import { PADDING_ZEROS } from '../options';
import { INSIDE, OUTSIDE } from '../scratch';

/** The first group from `group` on, before `groups`, whose four points are not all inside. */
export function endOfInside(scratch: usize, group: i32, groups: i32): i32 {
  while (group + 4 <= groups && load<u32>(scratch + group, INSIDE) == 0x0f0f0f0f) group += 4;
  while (group < groups && load<u8>(scratch + group, INSIDE) == 15) group++;
  return group;
}

/** The first group from `group` on, before `groups`, that reads more than the fill value. */
export function endOfOutside(call: SamplingCall, group: i32, groups: i32): i32 {
  if (call.padding != PADDING_ZEROS) return group;
  while (group < groups && isOutside(call.scratch + group)) group++;
  return group;
}

/** Whether none of the four points of the group at `s` reads the image. */
// @ts-ignore: decorator
@inline
function isOutside(s: usize): bool {
  return load<u8>(s, INSIDE) != 15 && load<u8>(s, OUTSIDE) == 15;
}
