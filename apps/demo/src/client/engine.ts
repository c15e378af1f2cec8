import type { EngineCalls, EngineNews, EngineReply } from '../engine/messages.js';
import { PlainError } from '../plain-error.js';
import { Watchdog } from './watchdog.js';

/** The worker died or was stopped, and everything it held is lost. */
export class EngineCrash extends Error {
  override readonly name: string = 'EngineCrash';
}

/** Timeout for loading the worker's own file, in ms; a network error is reported at once. */
const PATIENCE_AT_START = 300_000;
/** Timeout for a message while it computes, in ms. While it waits or downloads, it sends heartbeats. */
const PATIENCE = 60_000;

interface Pending {
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** Callbacks of a room for its worker. */
export interface EngineHooks {
  readonly onNews?: (news: EngineNews) => void;
  /** The worker died, and its picture and net are lost. */
  readonly onCrash: (why: string) => void;
}

/** Calls the worker that computes. After a crash the next call starts a new worker. */
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
   * Calls the worker.
   *
   * @param moved what is moved to the worker instead of copied
   * @throws EngineCrash if the worker dies meanwhile, PlainError if the call fails
   */
  call<Name extends keyof EngineCalls>(
    name: Name,
    ask: EngineCalls[Name]['ask'],
    moved: Transferable[] = [],
  ): Promise<EngineCalls[Name]['answer']> {
    this.#worker ??= this.#start();
    const worker = this.#worker;
    const id = ++this.#count;
    return new Promise<EngineCalls[Name]['answer']>((resolve, reject) => {
      this.#pending.set(id, { resolve: resolve as (answer: unknown) => void, reject });
      this.#watchdog.start();
      worker.postMessage({ id, name, ask }, moved);
    });
  }

  /** Stops the worker, whatever it computes; its pending calls end with an EngineCrash. */
  stop(why: string): void {
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#watchdog.stop();
    const pending = [...this.#pending.values()];
    this.#pending.clear();
    for (const { reject } of pending) reject(new EngineCrash(why));
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
    this.stop(why);
    this.#hooks.onCrash(why);
  }
}

/** More crashes in a row than this are not an accident. */
const MOST = 3;

/** Counts crashes in a row, so that a worker that can't run isn't restarted forever. */
export class CrashCount {
  #count = 0;

  /** Counts a crash. */
  add(): void {
    this.#count++;
  }

  /** Resets the count after a successful call. */
  reset(): void {
    this.#count = 0;
  }

  /** Whether another restart is pointless. */
  get hopeless(): boolean {
    return this.#count > MOST;
  }
}
