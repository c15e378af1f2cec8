import { BackendError } from '@tfjs-stn/core/errors';

import { kernelNames } from '../abi.generated.js';
import type { KernelExports } from '../abi.js';
import type { KernelSlice } from '../tfjs/kernel-runner.js';
import { runSlice } from '../tfjs/run-plan.js';
import {
  controlBytes,
  controlWords,
  textBytes,
  textStart,
  threadStart,
  threadWords,
} from './control-words.js';
import { startWorkers } from './start-workers.js';
import type { KernelThread } from './kernel-thread.js';
import type { ThreadSettings } from './thread-main.js';
import { waitForSlices } from './wait-for-slices.js';
import { writePlan } from './write-plan.js';

/** A task for a pool. */
export interface PoolRun {
  /** Of what is run, for errors. */
  readonly name: string;
  readonly slices: readonly KernelSlice[];
  /** How many threads it is worth, with the calling one. */
  readonly threads: number;
  /** Where `planBytes(slices)` bytes are free, 4-byte aligned. */
  readonly planAddress: number;
}

/** Threads that share a memory: the calling thread and others. */
export interface WorkerPool {
  /** Those that have been started so far. */
  readonly threads: readonly KernelThread[];
  /**
   * Runs the slices of a task, on the calling thread and on whichever others are awake in time.
   *
   * @returns whether all of them were there when it began, so that its time is that of a team
   * @throws BackendError if a thread ends, or a kernel throws there
   */
  run(task: PoolRun): boolean;
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
  /** @throws Error where the host refuses to make a thread */
  startThread(name: string, settings: ThreadSettings): KernelThread;
  /** Is told why threads don't start, each time that one is missing. */
  warn(reason: string): void;
}

/** A pool that starts its threads as tasks need them; the first task does not wait for them. */
export function startPool({ threads, module, memory, kernels, ...host }: PoolSettings): WorkerPool {
  const buffer = new SharedArrayBuffer(controlBytes(threads - 1));
  const control = new Int32Array(buffer);
  const common = { module, memory, control: buffer, kernelNames };
  const others = startWorkers(
    (place) =>
      host.startThread(`thread ${place + 2} of ${threads}`, settingsOf(common, place, threads - 1)),
    host.warn,
  );
  return {
    threads: others.threads,
    run({ name, slices, threads: wanted, planAddress }) {
      const helpers = Math.min(wanted, threads, slices.length) - 1;
      others.require(helpers);
      const team = others.threads.slice(0, helpers);
      const isComplete = team.length === helpers && team.every((thread) => thread.hasBegun());
      const words = writePlan(slices);
      new Int32Array(memory.buffer, planAddress, words.length).set(words);
      publish(control, slices.length, planAddress, helpers);
      for (let slice = take(control); slice >= 0; slice = take(control)) {
        runSlice(kernels, slices[slice] as KernelSlice);
        Atomics.add(control, controlWords.done, 1);
      }
      waitForSlices({ name, control, slices: slices.length, threads: others.threads });
      throwFailure(name, control, threads - 1, others.threads);
      return isComplete;
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
