import { util } from '@tensorflow/tfjs-core';
import type { KernelTask } from '@tfjs-stn/kernels/tfjs';

import { layOut } from '../staging/lay-out.js';
import type { StagedInput } from '../staging/staged-input.js';
import type { StagedOutput } from '../staging/staged-output.js';
import { openArena, type Arena, type CompiledKernels } from './arena.js';
import { threadsFor } from './threads-for.js';
import { watchUse } from './watch-use.js';

/** Runs kernels on copies of tensors, with the threads that it is allowed. */
export interface KernelRuntime {
  /** With the calling thread. Set, it holds from the next job on. */
  threads: number;
  /**
   * Runs a job on the values of its inputs and hands out those of its output.
   *
   * @throws BackendError without memory, or if a thread ends meanwhile; the next call starts afresh
   */
  run(task: KernelTask, inputs: readonly StagedInput[], output: StagedOutput): void;
  /** Gives memory and threads back, which the next job takes anew. */
  release(): void;
}

/**
 * A runtime that holds nothing yet. Memory is taken with the first job and threads with the first
 * that is worth them; once no job has come for a while, both are given back.
 */
export function kernelRuntime(compiled: CompiledKernels, threads: number): KernelRuntime {
  let arena: Arena | undefined;
  const runtime: KernelRuntime = {
    threads,
    run(task, inputs, output) {
      // One with more threads than are allowed now may stay: who changes his mind needs no new ones.
      if (arena && arena.threads < runtime.threads) runtime.release();
      const current = (arena ??= openArena(task.name, compiled, runtime.threads));
      try {
        runIn(current, runtime.threads, task, inputs, output);
        if (use.isWasteful(current.bytesUsed, current.buffer.byteLength)) runtime.release();
      } catch (error) {
        // Whoever still works there keeps the memory to himself.
        arena = undefined;
        current.abandon();
        throw error;
      }
    },
    release() {
      arena?.close();
      arena = undefined;
      use.rest();
    },
  };
  const use = watchUse(() => runtime.release());
  return runtime;
}

function runIn(
  arena: Arena,
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
  arena.reserve(task.name, layout.end);
  inputs.forEach((input, index) => {
    const address = layout.inputs[index] as number;
    input.copyTo(viewOf(task.inputs[index]?.dtype, arena.buffer, address, input.length));
  });
  const workspace = { ...layout, buffer: arena.buffer };
  const slices = plan.encode(workspace);
  const take = ({ begin, end }: { readonly begin: number; readonly end: number }): void => {
    const address = layout.output + begin * 4;
    output.take(viewOf(task.outputDtype, arena.buffer, address, end - begin), begin);
  };
  // The calling thread copies what is finished while others are still at work.
  const finished = output.takesRanges ? plan.finished : undefined;
  const onDone = (slice: number): void => finished?.[slice]?.forEach(take);
  const run = { name: task.name, slices, threads, end: layout.end };
  arena.runSlices(finished ? { ...run, onDone } : run);
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
