import { compileKernels, linkKernels } from '@tfjs-stn/kernels';
import { runPart, type FindKernelMemory, type KernelJob } from '@tfjs-stn/kernels/tfjs';

import { layOut } from '../../src/staging/lay-out.js';
import type { NodeBackend } from '../../src/staging/node-backend.js';

const garbage = 0x7fa5a5a5;

/**
 * Runs every job for each number of threads as if all parts ran at the same moment: a part sees
 * nothing that another has written, and must not write what another writes.
 *
 * @throws Error if parts meet, or if the result has other bits than that of one thread
 */
export async function separatingMemory(threadCounts: readonly number[]): Promise<FindKernelMemory> {
  const memory = new WebAssembly.Memory({ initial: 256 });
  const kernels = linkKernels(await compileKernels('plain'), memory);
  const words = new Int32Array(memory.buffer);

  function run(job: KernelJob, values: readonly ArrayLike<number>[], threads: number): Int32Array {
    const size = job.outputShape.reduce((product, length) => product * length, 1);
    const bytes = values.map(({ length }) => length * 4);
    const layout = layOut(bytes, size * 4, job.scratchBytes(threads));
    words.fill(garbage, 0, layout.end / 4);
    values.forEach((value, index) => {
      const View = job.inputs[index]?.dtype === 'int32' ? Int32Array : Float32Array;
      new View(memory.buffer, layout.inputs[index], value.length).set(value);
    });
    const workspace = { ...layout, buffer: memory.buffer };
    const parts = job.plan(workspace, threads);
    const end = layout.end / 4;
    const before = words.slice(0, end);
    const after = before.slice();
    const writers = new Int32Array(end).fill(-1);
    parts.forEach((part, index) => {
      words.set(before);
      runPart(kernels, memory.buffer, part);
      for (let word = 0; word < end; word++) {
        if (words[word] === before[word]) continue;
        if (writers[word] !== -1) {
          throw new Error(`${job.name}: parts ${writers[word]} and ${index} meet at word ${word}`);
        }
        writers[word] = index;
        after[word] = words[word] as number;
      }
    });
    words.set(after);
    job.finish?.(workspace);
    return words.slice(layout.output / 4, layout.output / 4 + size);
  }

  return (found) => ({
    zeroCopy: false,
    run(job) {
      const backend = found as NodeBackend;
      const values = job.inputs.map(({ dataId }) => backend.readSync(dataId));
      const alone = run(job, values, 1);
      for (const threads of threadCounts) {
        const together = run(job, values, threads);
        const differs = together.findIndex((word, index) => word !== alone[index]);
        if (differs >= 0) throw new Error(`${job.name}: ${threads} threads differ at ${differs}`);
      }
      const dtype = job.outputDtype ?? 'float32';
      const result = dtype === 'int32' ? alone : new Float32Array(alone.buffer);
      const shape = [...job.outputShape];
      return { dataId: backend.write(result, shape, dtype), shape, dtype };
    },
  });
}
