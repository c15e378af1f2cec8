import { INSIDE } from '../scratch';

/** The first group from `group` on, before `groups`, whose four points are not all inside. */
export function endOfInside(scratch: usize, group: i32, groups: i32): i32 {
  while (group + 4 <= groups && load<u32>(scratch + group, INSIDE) == 0x0f0f0f0f) group += 4;
  while (group < groups && load<u8>(scratch + group, INSIDE) == 15) group++;
  return group;
}
