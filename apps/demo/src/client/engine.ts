import type { EngineCalls, EngineNews, EngineReply } from '../engine/engine-calls.js';
import { PlainError } from '../plain-error.js';
import { Watchdog } from './watchdog.js';

/** The worker is gone, with everything it held. */
export class EngineCrash extends Error {
  override readonly name: string = 'EngineCrash';
}

/** So long may the worker's own file take to come, in ms: an error of the network is told at once. */
const PATIENCE_AT_START = 300_000;
/** So long may it compute without a word, in ms. While it waits or downloads, it tells that it lives. */
const PATIENCE = 60_000;

interface Pending {
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: Error) => void;
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
  readonly #watchdog = new Watchdog(() => this.#die('it fell silent'));
  #worker: Worker | undefined;
  #count = 0;

  constructor(hooks: EngineHooks) {
    this.#hooks = hooks;
  }

  /**
   * Asks the worker for something.
   *
   * @throws EngineCrash if it dies over it; PlainError if it can't
   */
  call<Name extends keyof EngineCalls>(
    name: Name,
    ask: EngineCalls[Name]['ask'],
  ): Promise<EngineCalls[Name]['answer']> {
    this.#worker ??= this.#start();
    const worker = this.#worker;
    const id = ++this.#count;
    return new Promise<EngineCalls[Name]['answer']>((resolve, reject) => {
      this.#pending.set(id, { resolve: resolve as (answer: unknown) => void, reject });
      this.#watchdog.start();
      worker.postMessage({ id, name, ask });
    });
  }

  #start(): Worker {
    const worker = new Worker(new URL('../engine/engine-worker.ts', import.meta.url), {
      type: 'module',
      name: 'engine',
    });
    this.#watchdog.heard(PATIENCE_AT_START);
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
    this.#watchdog.heard(PATIENCE);
    switch (reply.kind) {
      case 'alive':
        return;
      case 'news':
        return this.#hooks.onNews?.(reply.news);
      case 'answer':
        return this.#settle(reply.id)?.resolve(reply.answer);
      case 'failure':
        return this.#settle(reply.id)?.reject(new PlainError(reply.text));
      default:
        return reply satisfies never;
    }
  }

  #settle(id: number): Pending | undefined {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    if (this.#pending.size === 0) this.#watchdog.stop();
    return pending;
  }

  #die(why: string): void {
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#watchdog.stop();
    const pending = [...this.#pending.values()];
    this.#pending.clear();
    for (const { reject } of pending) reject(new EngineCrash(why));
    this.#hooks.onCrash(why);
  }
}
