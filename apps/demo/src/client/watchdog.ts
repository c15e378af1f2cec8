/** How often it is looked, in ms. */
const TICK = 1000;

/**
 * Notices when somebody who should speak falls silent. Time during which the whole page slept, as
 * it does in a closed laptop, counts little: the other side slept as well.
 */
export class Watchdog {
  readonly #onSilence: () => void;
  #timer: number | undefined;
  #silence = 0;
  #patience = 0;
  #lookedAt = 0;

  constructor(onSilence: () => void) {
    this.#onSilence = onSilence;
  }

  /** Watches from now on, if it doesn't yet. */
  start(): void {
    if (this.#timer !== undefined) return;
    this.#silence = 0;
    this.#lookedAt = performance.now();
    this.#timer = window.setInterval(() => this.#look(), TICK);
  }

  /** Watches no longer. */
  stop(): void {
    window.clearInterval(this.#timer);
    this.#timer = undefined;
  }

  /** Takes a sign of life, and how long the next may take, in ms. */
  heard(patience: number): void {
    this.#silence = 0;
    this.#patience = patience;
  }

  #look(): void {
    const now = performance.now();
    this.#silence += Math.min(2 * TICK, now - this.#lookedAt);
    this.#lookedAt = now;
    if (this.#silence <= this.#patience) return;
    this.stop();
    this.#onSilence();
  }
}
