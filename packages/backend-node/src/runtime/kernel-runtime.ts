import { util } from '@tensorflow/tfjs-core';
import type { KernelJob } from '@tfjs-stn/kernels/tfjs';

import { layOut } from '../staging/lay-out.js';
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
  run(job: KernelJob, inputs: readonly ArrayLike<number>[]): Float32Array | Int32Array;
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
      const current = (arena ??= openArena(compiled, runtime.threads));
      try {
        const result = runIn(current, job, inputs);
        if (use.isWasteful(current.bytesUsed, current.bytesHeld)) runtime.release();
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
  inputs: readonly ArrayLike<number>[],
): Float32Array | Int32Array {
  const threads = threadsFor(job.work, arena.threads);
  const size = util.sizeFromShape([...job.outputShape]);
  const inputBytes = inputs.map(({ length }) => length * 4);
  const layout = layOut(inputBytes, size * 4, job.scratchBytes(threads));
  arena.reserve(job.name, layout.end);
  job.inputs.forEach(({ dtype }, index) => {
    const address = layout.inputs[index] as number;
    const values = inputs[index] as ArrayLike<number>;
    viewOf(dtype, arena.buffer, address, values.length).set(values);
  });
  const workspace = { ...layout, buffer: arena.buffer };
  arena.runParts(job.name, job.plan(workspace, threads), layout.end);
  job.finish?.(workspace);
  return copyOf(viewOf(job.outputDtype, arena.buffer, layout.output, size));
}

/** A copy in memory that nobody has cleared first, which would take a third of the time. */
function copyOf(values: Float32Array | Int32Array): Float32Array | Int32Array {
  const { buffer } = Buffer.allocUnsafeSlow(values.byteLength);
  const copy = values instanceof Float32Array ? new Float32Array(buffer) : new Int32Array(buffer);
  copy.set(values);
  return copy;
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
