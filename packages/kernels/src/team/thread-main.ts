import type { controlWords, threadWords } from './control-words.js';
import type { PlannedKernel, runPlannedSlice as RunPlannedSlice } from './run-planned-slice.js';

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

/** What of Node a thread uses. */
export interface ThreadHost {
  onExit(listener: () => void): void;
  systemId(): number;
}

/**
 * What a thread does, from its beginning to its end: it waits for tasks and takes slices of them.
 *
 * Its source text is all that a thread is given, so it must not use anything but its parameters and
 * what JavaScript has.
 */
export function threadMain(
  settings: ThreadSettings,
  host: ThreadHost,
  runPlannedSlice: (...run: Parameters<typeof RunPlannedSlice>) => void,
): void {
  const { memory, own, words, threadWords } = settings;
  const control = new Int32Array(settings.control);
  const { exports } = new WebAssembly.Instance(settings.module, { env: { memory } });
  const kernels = settings.kernelNames.map((name) => exports[name] as PlannedKernel | undefined);
  const report = (error: unknown): void => {
    if (Atomics.compareExchange(control, words.failed, 0, settings.thread + 1) !== 0) return;
    const text = new TextEncoder().encode(String(error)).subarray(0, settings.textBytes);
    new Uint8Array(settings.control, settings.textStart).set(text);
    Atomics.store(control, words.textLength, text.length);
  };
  host.onExit(() => {
    Atomics.store(control, own + threadWords.ended, 1);
    Atomics.notify(control, words.done);
  });
  Atomics.store(control, own + threadWords.systemId, host.systemId());
  Atomics.store(control, own + threadWords.began, 1);
  for (let task = 0; ;) {
    Atomics.wait(control, words.task, task);
    task = Atomics.load(control, words.task);
    if (Atomics.load(control, words.closed) !== 0) return;
    // Before a slice is taken, so that the waiting thread knows who may have it.
    Atomics.store(control, own + threadWords.busy, 1);
    for (let left = 0; (left = Atomics.sub(control, words.remaining, 1)) > 0;) {
      try {
        const plan = new Int32Array(memory.buffer, Atomics.load(control, words.plan) >>> 0);
        runPlannedSlice(plan, left - 1, kernels);
      } catch (error) {
        report(error);
      }
      Atomics.add(control, words.done, 1);
      Atomics.notify(control, words.done);
    }
    Atomics.store(control, own + threadWords.busy, 0);
  }
}
