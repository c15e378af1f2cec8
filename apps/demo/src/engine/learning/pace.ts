/** Lets a training be held, continued and stopped between two steps. */
export class Pace {
  #paused = false;
  #stopped = false;
  #go: (() => void) | undefined;

  /** Does as it is told. */
  control(order: 'pause' | 'resume' | 'stop'): void {
    if (order === 'stop') this.#stopped = true;
    this.#paused = order === 'pause';
    if (!this.#paused) this.#go?.();
  }

  /** Whether the training is to end. */
  get stopped(): boolean {
    return this.#stopped;
  }

  /** Resolves when the next step may come; lets messages in before. */
  async next(): Promise<void> {
    await new Promise<void>((resolve) => setTimeout(resolve, 0));
    if (!this.#paused || this.#stopped) return;
    await new Promise<void>((resolve) => {
      this.#go = resolve;
    });
    this.#go = undefined;
  }
}
