import { effect, signal, type ReadonlySignal, type Signal } from '@preact/signals';

import type { Notices } from '../../app/notices.js';
import { EngineCrash } from '../../client/engine.js';
import type { SurestReading } from '../../engine/learning/results.js';
import type { LearnSession } from '../learn/learn-session.js';
import { fitted, type Drawing } from './drawing.js';
import { rasterise } from './rasterise.js';

/** A drawing and how the net reads it. */
export interface ReadDrawing extends SurestReading {
  /** `42 · 42` grey values, as the net got them. */
  readonly image: Float32Array<ArrayBuffer>;
}

/** The drawing room's state, and the loop that keeps the reading up with it. */
export class DrawSession {
  readonly drawing: Signal<Drawing> = signal([]);
  /** Degrees, clockwise, by which the drawing is turned before it is read. */
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

  /** The drawing as it was read last. */
  get result(): ReadonlySignal<ReadDrawing | undefined> {
    return this.#result;
  }

  /**
   * Reads whenever the drawing or the net changes.
   *
   * @returns a function that ends it
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
      this.#result.value = { ...reading, image };
    } catch (error) {
      if (!(error instanceof EngineCrash)) this.#notices.problem(error);
    }
  }
}
