/** So many crashes without anything useful in between are no accident. */
const MOST = 3;

/** Tells an accident from a worker that will never run, which must not be started for ever. */
export class CrashCount {
  #count = 0;

  /** Takes a crash. */
  add(): void {
    this.#count++;
  }

  /** Takes it that something useful was done. */
  reset(): void {
    this.#count = 0;
  }

  /** Whether starting another is no use. */
  get hopeless(): boolean {
    return this.#count > MOST;
  }
}
