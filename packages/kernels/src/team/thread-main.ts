import type { controlWords, threadWords } from './control-words.js';

/** What a thread is started with. */
export interface ThreadSettings {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly control: SharedArrayBuffer;
  /** The thread's number among those that were started, from 0. */
  readonly thread: number;
  /** Where its own words begin. */
  readonly own: number;
  readonly textStart: number;
  readonly textBytes: number;
  /** Kernels by their numbers in a plan. */
  readonly kernelNames: readonly string[];
  readonly words: typeof controlWords;
  readonly threadWords: typeof threadWords;
}

/** What a thread uses of its host: Node, or a browser. */
export interface ThreadHost {
  onExit(listener: () => void): void;
  /** The operating system's number of the thread, or 0. */
  systemId(): number;
}

type Kernel = (call: number) => void;

/**
 * What a thread does, from its beginning to its end: it waits for tasks and takes slices of them.
 *
 * Its source text is all that a thread is given, so it must not use anything but its parameters and
 * what JavaScript has.
 */
export function threadMain(settings: ThreadSettings, host: ThreadHost): void {
  const { memory, own, words, threadWords } = settings;
  const control = new Int32Array(settings.control);
  const { exports } = new WebAssembly.Instance(settings.module, { env: { memory } });
  const kernels = settings.kernelNames.map((name) => exports[name] as Kernel | undefined);
  const runSlice = (slice: number): void => {
    // A new view, because memory may have grown.
    const plan = new Int32Array(memory.buffer, Atomics.load(control, words.plan) >>> 0);
    let at = plan[slice] as number;
    for (let calls = plan[at++] as number; calls > 0; calls--) {
      kernels[plan[at++] as number]?.(plan[at++] as number);
    }
  };
  const report = (error: unknown): void => {
    if (Atomics.compareExchange(control, words.failed, 0, settings.thread + 1) !== 0) return;
    const text = new Uint8Array(settings.control, settings.textStart, settings.textBytes);
    const { written } = new TextEncoder().encodeInto(String(error), text);
    Atomics.store(control, words.textLength, written);
  };
  host.onExit(() => {
    Atomics.store(control, own + threadWords.ended, 1);
    Atomics.notify(control, words.done);
  });
  Atomics.store(control, own + threadWords.systemId, host.systemId() || -1);
  for (let task = 0; ;) {
    Atomics.wait(control, words.task, task);
    task = Atomics.load(control, words.task);
    if (Atomics.load(control, words.closed) !== 0) return;
    // Before a slice is taken, so that the waiting thread knows who may have it.
    Atomics.store(control, own + threadWords.busy, 1);
    for (let left = 0; (left = Atomics.sub(control, words.remaining, 1)) > 0;) {
      try {
        runSlice(left - 1);
      } catch (error) {
        report(error);
      }
      Atomics.add(control, words.done, 1);
      Atomics.notify(control, words.done);
    }
    Atomics.store(control, own + threadWords.busy, 0);
  }
}
