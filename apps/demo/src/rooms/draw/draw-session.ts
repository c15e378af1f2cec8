import { effect, signal, type ReadonlySignal, type Signal } from '@preact/signals';

import type { Notices } from '../../app/notices.js';
import { EngineCrash } from '../../client/engine.js';
import type { DrawnReading } from '../../learning/read-images.js';
import type { LearnSession } from '../learn/learn-session.js';
import { NOTHING, verdictOf, type Verdict } from './verdict.js';
import { fitted, areDots, rasterise, type Drawing } from './drawing.js';

/** A drawing and the net's reading of it. */
export interface ReadDrawing extends DrawnReading {
  readonly verdict: Verdict;
  /** `42 · 42` grey values, the input of the net. */
  readonly image: Float32Array<ArrayBuffer>;
}

/** The state of the Draw room, and the loop that updates the reading. */
export class DrawSession {
  readonly drawing: Signal<Drawing> = signal([]);
  /** Clockwise rotation of the drawing before it is read, in degrees. */
  readonly turn: Signal<number> = signal(0);
  readonly #result = signal<ReadDrawing | undefined>(undefined);
  readonly #net: LearnSession;
  readonly #notices: Notices;
  #busy = false;
  #stale = false;

  constructor(net: LearnSession, notices: Notices) {
    this.#net = net;
    this.#notices = notices;
  }

  /** The latest reading. */
  get result(): ReadonlySignal<ReadDrawing | undefined> {
    return this.#result;
  }

  /**
   * Reads the drawing whenever it or the net changes.
   *
   * @returns stops following
   */
  follow(): () => void {
    return effect(() => {
      void [this.drawing.value, this.turn.value];
      if (this.#net.showcase.value) this.#read();
    });
  }

  #read(): void {
    this.#stale = this.#busy;
    if (this.#busy) return;
    const drawing = this.drawing.peek();
    if (drawing.length === 0) {
      this.#result.value = undefined;
      return;
    }
    this.#busy = true;
    void this.#readOnce(drawing).finally(() => {
      this.#busy = false;
      if (this.#stale) this.#read();
    });
  }

  async #readOnce(drawing: Drawing): Promise<void> {
    const image = rasterise(fitted(drawing, this.turn.peek()));
    try {
      const reading = await this.#net.read(image);
      const verdict = areDots(drawing) ? NOTHING : verdictOf(reading.probabilities);
      this.#result.value = { ...reading, verdict, image };
    } catch (error) {
      if (!(error instanceof EngineCrash)) this.#notices.problem(error);
    }
  }
}
