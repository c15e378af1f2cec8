/** So many measurements make a figure. */
const KEPT = 15;

/** Keeps the latest measurements. */
export class FrameMeter {
  #durations: number[] = [];
  #shown: number[] = [];

  /** Takes how long a warp took, in ms. */
  add(duration: number): void {
    this.#durations = [...this.#durations, duration].slice(-KEPT);
  }

  /** Takes when a frame was painted, in ms. */
  show(now: number): void {
    this.#shown = [...this.#shown.filter((time) => now - time <= 1000), now];
  }

  /** Forgets durations, after a change of what is measured. */
  reset(): void {
    this.#durations = [];
  }

  /** How many durations there are. */
  get count(): number {
    return this.#durations.length;
  }

  /** The median duration in ms. */
  get duration(): number {
    const sorted = this.#durations.toSorted((a, b) => a - b);
    return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  }

  /** Frames painted in the second before `now`. */
  rate(now: number): number {
    return this.#shown.filter((time) => now - time <= 1000).length;
  }
}
