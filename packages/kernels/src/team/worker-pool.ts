import { BackendError } from '@tfjs-stn/core/errors';
import { runSlice, type KernelSlice } from '@tfjs-stn/kernels/tfjs';
import { kernelNames, type KernelExports } from '@tfjs-stn/kernels';

import {
  controlBytes,
  controlWords,
  textBytes,
  textStart,
  threadStart,
  threadWords,
} from './control-words.js';
import { startWorkers } from './start-workers.js';
import { startThread, type KernelThread } from './kernel-thread.js';
import type { ThreadSettings } from './thread-main.js';
import { waitForSlices } from './wait-for-slices.js';
import { watchSlices } from './watch-slices.js';
import { sliceDone, writePlan } from './write-plan.js';

/** A task for a pool. */
export interface PoolRun {
  /** Of what is run, for errors. */
  readonly name: string;
  readonly slices: readonly KernelSlice[];
  /** How many threads it is worth, with the calling one. */
  readonly threads: number;
  /** Gives the address of that many free bytes, 4-byte aligned. */
  planAddress(bytes: number): number;
  /** Is told of every slice once it is done, in whatever order, while others may still be at it. */
  onDone?(slice: number): void;
}

/** Threads that share a memory: the one that calls, and others besides. */
export interface WorkerPool {
  /** Those that have been started so far. */
  readonly threads: readonly KernelThread[];
  /**
   * Runs the slices of a task, on the calling thread and on whichever others are awake in time.
   *
   * @throws BackendError if a thread ends, or a kernel throws there
   */
  run(task: PoolRun): void;
  /** Lets the threads end. */
  close(): void;
  /** Ends the threads wherever they are; the memory is theirs no more once they have. */
  terminate(): void;
}

/** What a pool works with. */
export interface PoolSettings {
  /** With the calling thread. */
  readonly threads: number;
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  /** Linked to the memory, for the calling thread. */
  readonly kernels: KernelExports;
}

/** A pool that starts its threads as tasks need them; the first task does not wait for them. */
export function startPool({ threads, module, memory, kernels }: PoolSettings): WorkerPool {
  const buffer = new SharedArrayBuffer(controlBytes(threads - 1));
  const control = new Int32Array(buffer);
  const common = { module, memory, control: buffer, kernelNames };
  const others = startWorkers((place) =>
    startThread(`thread ${place + 2} of ${threads}`, settingsOf(common, place, threads - 1)),
  );
  return {
    threads: others.threads,
    run({ name, slices, threads: wanted, planAddress, onDone }) {
      const helpers = Math.min(wanted, threads, slices.length) - 1;
      others.require(helpers);
      const words = writePlan(slices);
      const address = planAddress(words.byteLength);
      const plan = new Int32Array(memory.buffer, address, words.length);
      plan.set(words);
      const look = watchSlices(plan, slices.length, onDone);
      publish(control, slices.length, address, helpers);
      for (let slice = take(control); slice >= 0; slice = take(control)) {
        runSlice(kernels, slices[slice] as KernelSlice);
        Atomics.store(plan, slice, sliceDone);
        Atomics.add(control, controlWords.done, 1);
        look();
      }
      waitForSlices({ name, control, slices: slices.length, threads: others.threads, look });
      throwFailure(name, control, threads - 1, others.threads);
    },
    close() {
      Atomics.store(control, controlWords.closed, 1);
      Atomics.add(control, controlWords.task, 1);
      Atomics.notify(control, controlWords.task);
    },
    terminate: () => others.threads.forEach((thread) => thread.terminate()),
  };
}

/** What every thread is given, and what one has for itself. */
function settingsOf(
  common: Pick<ThreadSettings, 'module' | 'memory' | 'control' | 'kernelNames'>,
  thread: number,
  threads: number,
): ThreadSettings {
  const own = threadStart(thread);
  const text = { textStart: textStart(threads), textBytes };
  return { ...common, ...text, thread, own, words: controlWords, threadWords };
}

/** Publishes a task. The last word opens it: a thread that comes late from the one before may begin. */
function publish(control: Int32Array, slices: number, plan: number, helpers: number): void {
  Atomics.store(control, controlWords.plan, plan | 0);
  Atomics.store(control, controlWords.done, 0);
  Atomics.store(control, controlWords.remaining, slices);
  Atomics.add(control, controlWords.task, 1);
  Atomics.notify(control, controlWords.task, helpers);
}

/** Takes a slice, the last first; below 0 there is none left. */
function take(control: Int32Array): number {
  return Atomics.sub(control, controlWords.remaining, 1) - 1;
}

/** @param places of threads, for which the control words have room */
function throwFailure(
  name: string,
  control: Int32Array,
  places: number,
  threads: readonly KernelThread[],
): void {
  const failed = Atomics.load(control, controlWords.failed);
  if (failed === 0) return;
  const length = Atomics.load(control, controlWords.textLength);
  const text = new Uint8Array(control.buffer, textStart(places), length);
  const { name: thread } = threads[failed - 1] as KernelThread;
  throw new BackendError(
    name,
    `kernel crashed on worker ${thread}: ${new TextDecoder().decode(text.slice())}. Retry, and report it if it happens again`,
  );
}
