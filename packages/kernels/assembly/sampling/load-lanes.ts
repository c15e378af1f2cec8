/** The first `count` floats, four at most; 0 in the other lanes. */
// @ts-ignore: decorator
@inline
export function loadLanes(source: usize, count: i32): v128 {
  if (count == 4) return v128.load(source);
  let values = v128.load32_zero(source);
  if (count > 1) values = v128.load32_lane(source, values, 1, 4);
  if (count > 2) values = v128.load32_lane(source, values, 2, 8);
  return values;
}
