/** Taps of a panel, two vectors of them. */
export const PANEL_TAPS: i32 = 8;

/** Panels of eight taps that hold `taps` taps. */
// @inline
export function panelCount(taps: i32): i32 {
  return (taps + 7) >> 3;
}

/**
 * Reorders `runs` runs of `taps` rows `[taps, channels]` of a filter into panels
 * `[channels, 8]`, zero where a run ends within one: what would be there by chance is never added,
 * but may be denormal, which is slow.
 */
export function packFilter(
  filter: usize,
  packed: usize,
  runs: i32,
  taps: i32,
  channels: i32,
): void {
  const row = (<usize>channels) << 2;
  const panels = panelCount(taps);
  memory.fill(packed, 0, (<usize>(runs * panels) * row) << 3);
  for (let run = 0; run < runs; run++) {
    for (let tap = 0; tap < taps; tap++, filter += row) {
      let to =
        packed + ((<usize>(run * panels + (tap >> 3)) * row) << 3) + ((<usize>(tap & 7)) << 2);
      for (let k: usize = 0; k < row; k += 4, to += 32) store<f32>(to, load<f32>(filter + k));
    }
  }
}
