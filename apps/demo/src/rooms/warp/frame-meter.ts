import { signal, type ReadonlySignal } from '@preact/signals';

/** Measurements per figure. */
const KEPT = 15;
/** Warps to measure at least, unless one takes longer than `SLOW` ms. */
const STEADY = 7;
/** Time after which a warp counts as slow, in ms. */
export const SLOW = 200;

/** How long one warp takes, in ms. */
export interface FrameTimes {
  /** The warp alone; NaN if that is unknown. */
  readonly kernel: number;
  /** The whole frame: the warp, its way to the page and back. */
  readonly frame: number;
}

/** The timing of the warp: medians. */
export interface Timing extends FrameTimes {
  /** Frames painted in the last second, while something moves. */
  readonly frameRate: number;
}

/** Measures the duration of warps and the frame rate. */
export class FrameMeter {
  readonly #timing = signal<Timing>({ ...unknown, frameRate: 0 });
  #times: FrameTimes[] = [];
  #shown: number[] = [];
  #painting = false;
  #rest: number | undefined;

  get timing(): ReadonlySignal<Timing> {
    return this.#timing;
  }

  /**
   * Records a warp.
   *
   * @returns whether more measurements are needed: the first warps compile and allocate
   */
  add(times: FrameTimes): boolean {
    this.#times = [...this.#times, times].slice(-KEPT);
    this.#paint();
    return this.#times.length < STEADY && times.frame < SLOW;
  }

  /** Forgets the times, after the measured operation has changed. */
  reset(): void {
    this.#times = [];
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
    const times = {
      kernel: median(this.#times.map(({ kernel }) => kernel)),
      frame: median(this.#times.map(({ frame }) => frame)),
    };
    this.#timing.value = { ...times, frameRate };
    window.clearTimeout(this.#rest);
    this.#rest = window.setTimeout(() => {
      this.#timing.value = { ...times, frameRate: 0 };
    }, 1000);
  }
}

const unknown: FrameTimes = { kernel: Number.NaN, frame: Number.NaN };

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
