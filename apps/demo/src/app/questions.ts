import { signal, type ReadonlySignal } from '@preact/signals';

/** Something that is done only if the user wants it. */
export interface Question {
  readonly text: string;
  /** What the button says that does it. */
  readonly yes: string;
  readonly answer: (yes: boolean) => void;
}

/** Asks the user one thing at a time. */
export class Questions {
  readonly #current = signal<Question | undefined>(undefined);

  /** What is asked now. */
  get current(): ReadonlySignal<Question | undefined> {
    return this.#current;
  }

  /** @returns whether the user says yes; a question that another takes the place of is a no */
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
