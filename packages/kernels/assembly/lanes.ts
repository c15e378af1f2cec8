/** The first three floats of a pixel that nothing may be read behind. */
// @ts-ignore: decorator
@inline
export function loadThree(pixel: usize): v128 {
  return v128.load32_lane(pixel, v128.load64_zero(pixel), 2, 8);
}

// @ts-ignore: decorator
@inline
export function storeThree(pixel: usize, value: v128): void {
  v128.store64_lane(pixel, value, 0);
  v128.store32_lane(pixel, value, 2, 8);
}

/** The sum of a vector's four lanes. */
// @ts-ignore: decorator
@inline
export function sumOfLanes(value: v128): f32 {
  const pairs = f32x4.add(value, v128.shuffle<i32>(value, value, 2, 3, 0, 1));
  return f32x4.extract_lane(pairs, 0) + f32x4.extract_lane(pairs, 1);
}

/** The sums of the first three lanes of four vectors. */
// @ts-ignore: decorator
@inline
export function sumsOfThree(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab = v128.shuffle<i32>(a, b, 0, 4, 1, 5);
  const cd = v128.shuffle<i32>(c, d, 0, 4, 1, 5);
  // Of the inner two only two lanes are needed; all four make each a single instruction.
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
// @ts-ignore: decorator
@inline
export function sumsOfFour(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab = f32x4.add(v128.shuffle<i32>(a, b, 0, 4, 1, 5), v128.shuffle<i32>(a, b, 2, 6, 3, 7));
  const cd = f32x4.add(v128.shuffle<i32>(c, d, 0, 4, 1, 5), v128.shuffle<i32>(c, d, 2, 6, 3, 7));
  return f32x4.add(v128.shuffle<i32>(ab, cd, 0, 1, 4, 5), v128.shuffle<i32>(ab, cd, 2, 3, 6, 7));
}
