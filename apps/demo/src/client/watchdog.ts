/** Time between checks, in ms. */
const TICK = 1000;

/**
 * Notices when expected messages stop arriving. Time during which the whole page was suspended, as in
 * a closed laptop, counts little, because the sender was suspended too.
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

  /** Starts watching, if it isn't yet. */
  start(): void {
    if (this.#timer !== undefined) return;
    this.#silence = 0;
    this.#lookedAt = performance.now();
    this.#timer = window.setInterval(() => this.#look(), TICK);
  }

  /** Stops watching. */
  stop(): void {
    window.clearInterval(this.#timer);
    this.#timer = undefined;
  }

  /** Records a message, and the timeout for the next one, in ms. */
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
