import { signal, type ReadonlySignal } from '@preact/signals';

/** Measurements per figure. */
const KEPT = 15;
/** Warps to measure at least, unless one takes longer than `SLOW` ms. */
const STEADY = 7;
/** Time after which a warp counts as slow, in ms. */
export const SLOW = 200;

/** The timing of the warp. */
export interface Timing {
  /** The median duration. */
  readonly milliseconds: number;
  /** Frames painted in the last second, while something moves. */
  readonly frameRate: number;
}

/** Measures the duration of warps and the frame rate. */
export class FrameMeter {
  readonly #timing = signal<Timing>({ milliseconds: Number.NaN, frameRate: 0 });
  #durations: number[] = [];
  #shown: number[] = [];
  #painting = false;
  #rest: number | undefined;

  get timing(): ReadonlySignal<Timing> {
    return this.#timing;
  }

  /**
   * Records the duration of a warp, in ms.
   *
   * @returns whether more measurements are needed: the first warps compile and allocate
   */
  add(duration: number): boolean {
    this.#durations = [...this.#durations, duration].slice(-KEPT);
    this.#paint();
    return this.#durations.length < STEADY && duration < SLOW;
  }

  /** Forgets durations, after the measured operation has changed. */
  reset(): void {
    this.#durations = [];
  }

  /** Counts painted frames: of several outputs before the next frame, only one is visible. */
  #paint(): void {
    if (this.#painting) return;
    this.#painting = true;
    requestAnimationFrame((now) => {
      this.#painting = false;
      this.#shown = [...this.#shown.filter((time) => now - time <= 1000), now];
      this.#report(this.#shown.length);
    });
  }

  /** Reports the current rate, and 0 once nothing has been painted for a second. */
  #report(frameRate: number): void {
    const sorted = this.#durations.toSorted((a, b) => a - b);
    const milliseconds = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
    this.#timing.value = { milliseconds, frameRate };
    window.clearTimeout(this.#rest);
    this.#rest = window.setTimeout(() => {
      this.#timing.value = { milliseconds, frameRate: 0 };
    }, 1000);
  }
}
