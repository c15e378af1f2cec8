import { signal, type ReadonlySignal } from '@preact/signals';

/** One line for the user. */
export interface Notice {
  readonly tone: 'problem' | 'news';
  readonly text: string;
}

/** How long a notice stays, in ms. */
const TIMES: Readonly<Record<Notice['tone'], number>> = { news: 6000, problem: 15_000 };

/** Shows the user one notice at a time. */
export class Notices {
  readonly #current = signal<Notice | undefined>(undefined);
  #timer: number | undefined;

  /** The notice that is shown. */
  get current(): ReadonlySignal<Notice | undefined> {
    return this.#current;
  }

  /** Shows a notice, which disappears once there was time to read it. */
  tell(tone: Notice['tone'], text: string): void {
    this.#current.value = { tone, text };
    this.resume();
  }

  /** Keeps the notice while somebody is at it. */
  pause(): void {
    window.clearTimeout(this.#timer);
  }

  /** Lets the notice go after its time. */
  resume(): void {
    this.pause();
    const tone = this.#current.value?.tone;
    if (tone) this.#timer = window.setTimeout(() => this.dismiss(), TIMES[tone]);
  }

  /** Shows an error. */
  problem(error: unknown): void {
    this.tell('problem', error instanceof Error ? error.message : String(error));
  }

  /** Dismisses the notice. */
  dismiss(): void {
    window.clearTimeout(this.#timer);
    this.#current.value = undefined;
  }
}

/** A question that the user has to confirm. */
export interface Question {
  readonly text: string;
  /** The title of the button that confirms. */
  readonly yes: string;
  readonly answer: (yes: boolean) => void;
}

/** Asks the user one question at a time. */
export class Questions {
  readonly #current = signal<Question | undefined>(undefined);

  /** The question that is shown. */
  get current(): ReadonlySignal<Question | undefined> {
    return this.#current;
  }

  /** @returns whether the user confirms; false if another question replaces this one */
  ask(text: string, yes: string): Promise<boolean> {
    this.#current.value?.answer(false);
    return new Promise((resolve) => {
      const answer = (said: boolean): void => {
        this.#current.value = undefined;
        resolve(said);
      };
      this.#current.value = { text, yes, answer };
    });
  }
}
