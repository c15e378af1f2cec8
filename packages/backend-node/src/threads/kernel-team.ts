import { BackendError } from '@tfjs-stn/core/errors';
import { runPart, type KernelPart } from '@tfjs-stn/kernels/tfjs';
import type { KernelExports } from '@tfjs-stn/kernels';

import {
  controlBytes,
  controlWords,
  textBytes,
  textStart,
  threadStart,
  threadWords,
} from './control-words.js';
import { startThread, type KernelThread } from './kernel-thread.js';
import type { ThreadSettings } from './thread-main.js';
import { waitForParts } from './wait-for-parts.js';
import { writePlan } from './write-plan.js';

/** Threads that share a memory: the one that calls, and others besides. */
export interface KernelTeam {
  readonly threads: readonly KernelThread[];
  /**
   * Runs the parts of a job, on the calling thread and on whichever others are awake in time.
   *
   * @param name of what is run, for errors
   * @param planAddress gives the address of that many free bytes, 4-byte aligned
   * @throws BackendError if a thread ends, or a kernel throws there
   */
  run(name: string, parts: readonly KernelPart[], planAddress: (bytes: number) => number): void;
  /** Lets the threads end. */
  close(): void;
  /** Ends the threads wherever they are; the memory is theirs no more once they have. */
  terminate(): void;
}

/** What a team works with. */
export interface TeamSettings {
  /** With the calling thread. */
  readonly threads: number;
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  /** Linked to the memory, for the calling thread. */
  readonly kernels: KernelExports;
}

/** Starts the threads of a team; they need not be there yet when the first job runs. */
export function startTeam({ threads, module, memory, kernels }: TeamSettings): KernelTeam {
  const buffer = new SharedArrayBuffer(controlBytes(threads - 1));
  const control = new Int32Array(buffer);
  const kernelNames = ['clear', ...Object.keys(kernels)];
  const common = { module, memory, control: buffer, kernelNames };
  const start = (thread: number): KernelThread =>
    startThread(`thread ${thread + 2} of ${threads}`, settingsOf(common, thread, threads - 1));
  const others = Array.from({ length: threads - 1 }, (_, thread) => start(thread));
  return {
    threads: others,
    run(name, parts, planAddress) {
      others.forEach((other, thread) => {
        if (other.hasExited()) others[thread] = start(thread);
      });
      const plan = writePlan(parts, kernelNames);
      const address = planAddress(plan.byteLength);
      new Int32Array(memory.buffer, address, plan.length).set(plan);
      publish(control, parts.length, address);
      for (let part = take(control); part >= 0; part = take(control)) {
        runPart(kernels, memory.buffer, parts[part] as KernelPart);
        Atomics.add(control, controlWords.done, 1);
      }
      waitForParts(name, control, parts.length, others);
      throwFailure(name, control, others);
    },
    close() {
      Atomics.store(control, controlWords.closed, 1);
      Atomics.add(control, controlWords.job, 1);
      Atomics.notify(control, controlWords.job);
    },
    terminate: () => others.forEach((thread) => thread.terminate()),
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

/** Puts up a job. The last word opens it: a thread that comes late from the one before may begin. */
function publish(control: Int32Array, parts: number, plan: number): void {
  Atomics.store(control, controlWords.plan, plan | 0);
  Atomics.store(control, controlWords.done, 0);
  Atomics.store(control, controlWords.remaining, parts);
  Atomics.add(control, controlWords.job, 1);
  Atomics.notify(control, controlWords.job, parts - 1);
}

/** Takes a part, the last first; below 0 there is none left. */
function take(control: Int32Array): number {
  return Atomics.sub(control, controlWords.remaining, 1) - 1;
}

function throwFailure(name: string, control: Int32Array, threads: readonly KernelThread[]): void {
  const failed = Atomics.load(control, controlWords.failed);
  if (failed === 0) return;
  const length = Atomics.load(control, controlWords.textLength);
  const text = new Uint8Array(control.buffer, textStart(threads.length), length);
  const { name: thread } = threads[failed - 1] as KernelThread;
  throw new BackendError(
    name,
    `the kernel must end on every thread, got ${new TextDecoder().decode(text.slice())} on ${thread}. Call again, and report it if it happens again`,
  );
}
