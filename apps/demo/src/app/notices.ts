import { signal, type ReadonlySignal } from '@preact/signals';

/** One line to the user. */
export interface Notice {
  readonly tone: 'problem' | 'news';
  readonly text: string;
}

/** Tells the user one thing at a time. */
export class Notices {
  readonly #current = signal<Notice | undefined>(undefined);
  #timer: number | undefined;

  /** What is told now. */
  get current(): ReadonlySignal<Notice | undefined> {
    return this.#current;
  }

  /** Tells something; problems stay until they are put away. */
  tell(tone: Notice['tone'], text: string): void {
    window.clearTimeout(this.#timer);
    this.#current.value = { tone, text };
    if (tone === 'news') this.#timer = window.setTimeout(() => this.dismiss(), 6000);
  }

  /** Tells what went wrong. */
  problem(error: unknown): void {
    this.tell('problem', error instanceof Error ? error.message : String(error));
  }

  /** Puts it away. */
  dismiss(): void {
    window.clearTimeout(this.#timer);
    this.#current.value = undefined;
  }
}
