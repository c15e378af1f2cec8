/** The first three floats of a pixel, reading nothing beyond them. */
// @inline
export function loadThree(pixel: usize): v128 {
  return v128.load32_lane(pixel, v128.load64_zero(pixel), 2, 8);
}

// @inline
export function storeThree(pixel: usize, value: v128): void {
  v128.store64_lane(pixel, value, 0);
  v128.store32_lane(pixel, value, 2, 8);
}

/** The sum of a vector's four lanes. */
// @inline
export function sumOfLanes(value: v128): f32 {
  const pairs = f32x4.add(value, v128.shuffle<i32>(value, value, 2, 3, 0, 1));
  return f32x4.extract_lane(pairs, 0) + f32x4.extract_lane(pairs, 1);
}

/** The sums of the first three lanes of four vectors. */
// @inline
export function sumsOfThree(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab = v128.shuffle<i32>(a, b, 0, 4, 1, 5);
  const cd = v128.shuffle<i32>(c, d, 0, 4, 1, 5);
  // The inner two need only two lanes; with all four, each is a single instruction.
  const third = v128.shuffle<i32>(
    v128.shuffle<i32>(a, b, 2, 6, 3, 7),
    v128.shuffle<i32>(c, d, 2, 6, 3, 7),
    0,
    1,
    4,
    5,
  );
  return f32x4.add(
    f32x4.add(v128.shuffle<i32>(ab, cd, 0, 1, 4, 5), v128.shuffle<i32>(ab, cd, 2, 3, 6, 7)),
    third,
  );
}

/** The sums of four vectors. */
// @inline
export function sumsOfFour(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab = f32x4.add(v128.shuffle<i32>(a, b, 0, 4, 1, 5), v128.shuffle<i32>(a, b, 2, 6, 3, 7));
  const cd = f32x4.add(v128.shuffle<i32>(c, d, 0, 4, 1, 5), v128.shuffle<i32>(c, d, 2, 6, 3, 7));
  return f32x4.add(v128.shuffle<i32>(ab, cd, 0, 1, 4, 5), v128.shuffle<i32>(ab, cd, 2, 3, 6, 7));
}

/** The first `count` floats, four at most; 0 in the other lanes. */
// @inline
export function loadLanes(source: usize, count: i32): v128 {
  if (count == 4) return v128.load(source);
  let values = v128.load32_zero(source);
  if (count > 1) values = v128.load32_lane(source, values, 1, 4);
  if (count > 2) values = v128.load32_lane(source, values, 2, 8);
  return values;
}

/** Stores the first `count` lanes, four at most. */
// @inline
export function storeLanes(target: usize, values: v128, count: i32): void {
  if (count == 4) {
    v128.store(target, values);
    return;
  }
  v128.store32_lane(target, values, 0);
  if (count > 1) v128.store32_lane(target, values, 1, 4);
  if (count > 2) v128.store32_lane(target, values, 2, 8);
}
