import { util } from '@tensorflow/tfjs-core';
import type { KernelTask } from '@tfjs-stn/kernels/tfjs';

import { layOut } from '../staging/lay-out.js';
import type { StagedInput, StagedOutput } from '../staging/staged.js';
import { idleTimeout } from './idle-timeout.js';
import { type CompiledKernels, type WasmMemory, openWasmMemory } from './wasm-memory.js';

/** Runs kernels on copies of tensors, with the threads that it is allowed. */
export interface KernelRuntime {
  /** With the calling thread. Set, it holds from the next task on. */
  threads: number;
  /**
   * Runs a task on the values of its inputs and hands out those of its output.
   *
   * @throws BackendError without memory, or if a thread ends meanwhile; the next call starts new ones
   */
  run(task: KernelTask, inputs: readonly StagedInput[], output: StagedOutput): void;
  /** Gives memory and threads back, which the next task takes again. */
  release(): void;
}

/**
 * A runtime that holds nothing yet. Memory is taken with the first task and threads with the first
 * that is worth them; once no task has come for a while, both are given back.
 */
export function kernelRuntime(compiled: CompiledKernels, threads: number): KernelRuntime {
  let memory: WasmMemory | undefined;
  const runtime: KernelRuntime = {
    threads,
    run(task, inputs, output) {
      // One with more threads than are allowed now may stay, in case the number is raised again.
      if (memory && memory.threads < runtime.threads) runtime.release();
      const current = (memory ??= openWasmMemory(task.name, compiled, runtime.threads));
      try {
        runIn(current, runtime.threads, task, inputs, output);
        if (use.isWasteful(current.bytesUsed, current.buffer.byteLength)) runtime.release();
      } catch (error) {
        // A worker may still be writing here, so abandon this memory.
        memory = undefined;
        current.abandon();
        throw error;
      }
    },
    release() {
      memory?.close();
      memory = undefined;
      use.rest();
    },
  };
  const use = idleTimeout(() => runtime.release());
  return runtime;
}

function runIn(
  memory: WasmMemory,
  allowed: number,
  task: KernelTask,
  inputs: readonly StagedInput[],
  output: StagedOutput,
): void {
  const threads = threadsFor(task.work, allowed);
  const size = util.sizeFromShape([...task.outputShape]);
  const inputBytes = inputs.map(({ length }) => length * 4);
  const plan = task.plan(threads);
  const layout = layOut(inputBytes, size * 4, plan.scratchBytes);
  memory.reserve(task.name, layout.end);
  inputs.forEach((input, index) => {
    const address = layout.inputs[index] as number;
    input.copyTo(viewOf(task.inputs[index]?.dtype, memory.buffer, address, input.length));
  });
  const workspace = { ...layout, buffer: memory.buffer };
  const slices = plan.encode(workspace);
  const take = ({ begin, end }: { readonly begin: number; readonly end: number }): void => {
    const address = layout.output + begin * 4;
    output.take(viewOf(task.outputDtype, memory.buffer, address, end - begin), begin);
  };
  // The calling thread copies what is finished while others are still at work.
  const finished = output.takesRanges ? plan.finished : undefined;
  const onDone = (slice: number): void => finished?.[slice]?.forEach(take);
  const run = { name: task.name, slices, threads, end: layout.end };
  memory.runSlices(finished ? { ...run, onDone } : run);
  plan.finish?.(workspace);
  if (!finished) take({ begin: 0, end: size });
}

function viewOf(
  dtype: string | undefined,
  buffer: ArrayBufferLike,
  address: number,
  length: number,
): Float32Array | Int32Array {
  return dtype === 'int32'
    ? new Int32Array(buffer, address, length)
    : new Float32Array(buffer, address, length);
}

/** Multiplications that one thread does while others are being woken, roughly. */
const worthAThread = 200_000;

/** How many threads a task is worth, of those that there are. */
function threadsFor(work: number, threads: number): number {
  return Math.max(1, Math.min(threads, Math.floor(work / worthAThread)));
}
