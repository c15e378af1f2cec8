/** All bits set in lanes `first` and above; `first` may lie outside 0..4. */
// @inline
export function lanesFrom(first: i32): v128 {
  return i32x4.ge_s(i32x4(0, 1, 2, 3), i32x4.splat(first));
}

/** All bits set in lanes below `end`; `end` may lie outside 0..4. */
// @inline
export function lanesBelow(end: i32): v128 {
  return i32x4.lt_s(i32x4(0, 1, 2, 3), i32x4.splat(end));
}
