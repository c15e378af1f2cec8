import { signal, type ReadonlySignal } from '@preact/signals';

/** One line for the user. */
export interface Notice {
  readonly tone: 'problem' | 'news';
  readonly text: string;
}

/** Shows the user one notice at a time. */
export class Notices {
  readonly #current = signal<Notice | undefined>(undefined);
  #timer: number | undefined;

  /** The notice that is shown. */
  get current(): ReadonlySignal<Notice | undefined> {
    return this.#current;
  }

  /** Shows a notice; problems stay until they are dismissed. */
  tell(tone: Notice['tone'], text: string): void {
    window.clearTimeout(this.#timer);
    this.#current.value = { tone, text };
    if (tone === 'news') this.#timer = window.setTimeout(() => this.dismiss(), 6000);
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
