/** Stores the first `count` lanes, four at most. */
// @ts-ignore: decorator
@inline
export function storeLanes(target: usize, values: v128, count: i32): void {
  if (count == 4) {
    v128.store(target, values);
    return;
  }
  v128.store32_lane(target, values, 0);
  if (count > 1) v128.store32_lane(target, values, 1, 4);
  if (count > 2) v128.store32_lane(target, values, 2, 8);
}
