import type { EngineCalls, EngineNews, EngineReply } from '../engine/engine-calls.js';

/** The worker is gone, with everything it held. */
export class EngineCrash extends Error {
  override readonly name: string = 'EngineCrash';
}

/** So long may an answer take, in ms, before the worker counts as dead. */
const PATIENCE = 60_000;

interface Pending {
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: Error) => void;
  readonly timer: number | undefined;
}

/** What a room wants to know of its worker. */
export interface EngineHooks {
  readonly onNews?: (news: EngineNews) => void;
  /** The worker is dead, and with it the picture and the net that it held. */
  readonly onCrash: (why: string) => void;
}

/** A worker that computes, asked from the page. After a crash the next call starts another. */
export class Engine {
  readonly #hooks: EngineHooks;
  readonly #pending = new Map<number, Pending>();
  #worker: Worker | undefined;
  #count = 0;

  constructor(hooks: EngineHooks) {
    this.#hooks = hooks;
  }

  /**
   * Asks the worker for something.
   *
   * @throws EngineCrash if it dies over it; Error with what it says if it refuses
   */
  call<Name extends keyof EngineCalls>(
    name: Name,
    ask: EngineCalls[Name]['ask'],
  ): Promise<EngineCalls[Name]['answer']> {
    this.#worker ??= this.#start();
    const worker = this.#worker;
    const id = ++this.#count;
    return new Promise<EngineCalls[Name]['answer']>((resolve, reject) => {
      // A training takes as long as it takes.
      const timer =
        name === 'train' ? undefined : window.setTimeout(() => this.#die('no answer'), PATIENCE);
      this.#pending.set(id, {
        resolve: resolve as (answer: unknown) => void,
        reject,
        timer,
      });
      worker.postMessage({ id, name, ask });
    });
  }

  #start(): Worker {
    const worker = new Worker(new URL('../engine/engine-worker.ts', import.meta.url), {
      type: 'module',
      name: 'engine',
    });
    worker.addEventListener('message', (event: MessageEvent<EngineReply>) => {
      if (worker === this.#worker) this.#take(event.data);
    });
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      if (worker === this.#worker) this.#die(event.message || 'it did not start');
    });
    return worker;
  }

  #take(reply: EngineReply): void {
    if (reply.kind === 'news') return this.#hooks.onNews?.(reply.news);
    const pending = this.#pending.get(reply.id);
    this.#pending.delete(reply.id);
    window.clearTimeout(pending?.timer);
    if (reply.kind === 'answer') pending?.resolve(reply.answer);
    else pending?.reject(new Error(reply.text));
  }

  #die(why: string): void {
    this.#worker?.terminate();
    this.#worker = undefined;
    const pending = [...this.#pending.values()];
    this.#pending.clear();
    for (const { reject, timer } of pending) {
      window.clearTimeout(timer);
      reject(new EngineCrash(why));
    }
    this.#hooks.onCrash(why);
  }
}
