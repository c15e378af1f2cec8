import { signal, type ReadonlySignal } from '@preact/signals';

import { SLOW } from './frame-meter.js';

/** Computes the output again and again, one computation at a time, while something changes. */
export class RenderLoop {
  readonly #compute: () => Promise<void>;
  readonly #interrupt: () => void;
  readonly #slow = signal(false);
  readonly #behind = signal(false);
  #stale = false;
  /** The start of the current computation, if there is one. */
  #begin: number | undefined;
  #interruption: number | undefined;

  /**
   * @param compute must not reject
   * @param interrupt ends the current computation early
   */
  constructor(compute: () => Promise<void>, interrupt: () => void) {
    this.#compute = compute;
    this.#interrupt = interrupt;
  }

  /** Whether the output is not up to date. */
  get behind(): ReadonlySignal<boolean> {
    return this.#behind;
  }

  /** Whether it has been behind long enough to say so. */
  get slow(): ReadonlySignal<boolean> {
    return this.#slow;
  }

  /** Whether something is computed. */
  get running(): boolean {
    return this.#begin !== undefined;
  }

  /** Computes once more, when the current computation has ended. */
  request(): void {
    this.#stale = true;
    if (!this.running) this.#run();
  }

  /** Does not compute once more. */
  cancel(): void {
    this.#stale = false;
  }

  /** Interrupts the current computation when it has taken a time, in ms, if another one waits. */
  interruptAfter(time: number): void {
    if (this.#begin === undefined || !this.#stale) return;
    window.clearTimeout(this.#interruption);
    const left = this.#begin + time - performance.now();
    this.#interruption = window.setTimeout(() => this.#interrupt(), left);
  }

  #run(): void {
    this.#begin = performance.now();
    this.#behind.value = true;
    this.#stale = false;
    const late = window.setTimeout(() => {
      this.#slow.value = true;
    }, SLOW);
    void this.#compute().finally(() => {
      window.clearTimeout(late);
      window.clearTimeout(this.#interruption);
      this.#slow.value = false;
      this.#begin = undefined;
      if (this.#stale) this.#run();
      else this.#behind.value = false;
    });
  }
}
