import { util } from '@tensorflow/tfjs-core';
import type { KernelJob } from '@tfjs-stn/kernels/tfjs';

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
  run(job: KernelJob, inputs: readonly StagedInput[], output: StagedOutput): void;
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
    run(job, inputs, output) {
      // One with more threads than are allowed now may stay: who changes his mind needs no new ones.
      if (arena && arena.threads < runtime.threads) runtime.release();
      const current = (arena ??= openArena(job.name, compiled, runtime.threads));
      try {
        runIn(current, runtime.threads, job, inputs, output);
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
  job: KernelJob,
  inputs: readonly StagedInput[],
  output: StagedOutput,
): void {
  const threads = threadsFor(job.work, allowed);
  const size = util.sizeFromShape([...job.outputShape]);
  const inputBytes = inputs.map(({ length }) => length * 4);
  const layout = layOut(inputBytes, size * 4, job.scratchBytes(threads));
  arena.reserve(job.name, layout.end);
  inputs.forEach((input, index) => {
    const address = layout.inputs[index] as number;
    input.copyTo(viewOf(job.inputs[index]?.dtype, arena.buffer, address, input.length));
  });
  const workspace = { ...layout, buffer: arena.buffer };
  const parts = job.plan(workspace, threads);
  const take = ({ begin, end }: { readonly begin: number; readonly end: number }): void => {
    const address = layout.output + begin * 4;
    output.take(viewOf(job.outputDtype, arena.buffer, address, end - begin), begin);
  };
  // The calling thread copies what is finished while others are still at work.
  const finished = output.takesRanges ? job.finished?.(threads) : undefined;
  const onDone = (part: number): void => finished?.[part]?.forEach(take);
  const run = { name: job.name, parts, threads, end: layout.end };
  arena.runParts(finished ? { ...run, onDone } : run);
  job.finish?.(workspace);
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
