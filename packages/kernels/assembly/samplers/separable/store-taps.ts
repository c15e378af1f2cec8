/**
 * Four points' values of every tap, a vector each, become the values of each point next to each other.
 *
 * @param source as many vectors as taps, and zeros up to a multiple of four
 * @param pointBytes from one point's values to the next's
 */
// @inline
export function storeTaps(source: usize, taps: i32, target: usize, pointBytes: usize): void {
  const behind = source + ((<usize>taps) << 4);
  for (; source < behind; source += 64) {
    const a = v128.load(source);
    const b = v128.load(source, 16);
    const c = v128.load(source, 32);
    const d = v128.load(source, 48);
    const ab0 = v128.shuffle<i32>(a, b, 0, 4, 1, 5);
    const ab1 = v128.shuffle<i32>(a, b, 2, 6, 3, 7);
    const cd0 = v128.shuffle<i32>(c, d, 0, 4, 1, 5);
    const cd1 = v128.shuffle<i32>(c, d, 2, 6, 3, 7);
    let point = target;
    v128.store(point, v128.shuffle<i32>(ab0, cd0, 0, 1, 4, 5));
    point += pointBytes;
    v128.store(point, v128.shuffle<i32>(ab0, cd0, 2, 3, 6, 7));
    point += pointBytes;
    v128.store(point, v128.shuffle<i32>(ab1, cd1, 0, 1, 4, 5));
    point += pointBytes;
    v128.store(point, v128.shuffle<i32>(ab1, cd1, 2, 3, 6, 7));
    target += 16;
  }
}
