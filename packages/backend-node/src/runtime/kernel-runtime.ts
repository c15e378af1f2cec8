import { util } from '@tensorflow/tfjs-core';
import type { KernelJob } from '@tfjs-stn/kernels/tfjs';

import { layOut, type Layout } from '../staging/lay-out.js';
import type { StagedInput } from '../staging/staged-input.js';
import { openArena, type Arena, type CompiledKernels } from './arena.js';
import { threadsFor } from './threads-for.js';
import { watchUse } from './watch-use.js';

/** Runs kernels on copies of tensors, with the threads that it is allowed. */
export interface KernelRuntime {
  /** With the calling thread. Set, it holds from the next job on. */
  threads: number;
  /**
   * Runs a job on the values of its inputs and gives those of its output.
   *
   * @throws BackendError without memory, or if a thread ends meanwhile; the next call starts afresh
   */
  run(job: KernelJob, inputs: readonly StagedInput[]): Float32Array | Int32Array;
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
    run(job, inputs) {
      if (arena && arena.threads !== runtime.threads) runtime.release();
      const current = (arena ??= openArena(job.name, compiled, runtime.threads));
      try {
        const result = runIn(current, job, inputs);
        if (use.isWasteful(current.bytesUsed, current.buffer.byteLength)) runtime.release();
        return result;
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
  job: KernelJob,
  inputs: readonly StagedInput[],
): Float32Array | Int32Array {
  const threads = threadsFor(job.work, arena.threads);
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
  const output = copyOutput(arena, job, layout, size);
  const finished = job.finished?.(threads);
  const onDone = (part: number): void => finished?.[part]?.forEach(output.copy);
  const run = { name: job.name, parts, threads, end: layout.end };
  arena.runParts(finished ? { ...run, onDone } : run);
  job.finish?.(workspace);
  if (!finished) output.copy({ begin: 0, end: size });
  return output.values;
}

/**
 * Copies the output, part by part: the calling thread does so while others are still at work. The
 * copy lies in memory that nobody has cleared first, which would take a third of the time.
 */
function copyOutput(
  arena: Arena,
  { outputDtype }: KernelJob,
  { output }: Layout,
  size: number,
): {
  values: Float32Array | Int32Array;
  copy: (range: { readonly begin: number; readonly end: number }) => void;
} {
  const { buffer } = Buffer.allocUnsafeSlow(size * 4);
  const values = viewOf(outputDtype, buffer, 0, size);
  const copy = ({ begin, end }: { readonly begin: number; readonly end: number }): void =>
    values.set(viewOf(outputDtype, arena.buffer, output + begin * 4, end - begin), begin);
  return { values, copy };
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
