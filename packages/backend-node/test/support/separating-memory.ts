import { compileKernels, linkKernels } from '@tfjs-stn/kernels';
import { runSlice, type RunnerFor, type KernelTask } from '@tfjs-stn/kernels/tfjs';

import { createAllocator } from '../../src/runtime/allocator.js';
import type { NodeBackend } from '../../src/values/node-backend.js';

const garbage = 0x7fa5a5a5;

/**
 * Runs every task for each number of threads as if all slices ran at the same moment: a slice sees
 * nothing that another has written, and must not write what another writes.
 *
 * @throws Error if slices meet, or if the result has other bits than that of one thread
 */
export async function separatingMemory(threadCounts: readonly number[]): Promise<RunnerFor> {
  const memory = new WebAssembly.Memory({ initial: 256 });
  const kernels = linkKernels(await compileKernels('plain'), memory);
  const words = new Int32Array(memory.buffer);

  function run(
    task: KernelTask,
    values: readonly ArrayLike<number>[],
    threads: number,
  ): Int32Array {
    const plan = task.plan(threads);
    const size = task.outputShape.reduce((product, length) => product * length, 1);
    const { take } = createAllocator(memory.buffer.byteLength);
    const [output = 0, scratch = 0, ...inputs] = [
      size * 4,
      plan.scratchBytes,
      ...values.map(({ length }) => length * 4),
      0,
    ].map(take) as number[];
    const end = (inputs.pop() as number) / 4;
    words.fill(garbage, 0, end);
    values.forEach((value, index) => {
      const View = task.inputs[index]?.dtype === 'int32' ? Int32Array : Float32Array;
      new View(memory.buffer, inputs[index], value.length).set(value);
    });
    const workspace = { inputs, output, scratch, buffer: memory.buffer };
    const slices = plan.encode(workspace);
    const before = words.slice(0, end);
    const after = before.slice();
    const writers = new Int32Array(end).fill(-1);
    slices.forEach((slice, index) => {
      words.set(before);
      runSlice(kernels, slice);
      for (let word = 0; word < end; word++) {
        if (words[word] === before[word]) continue;
        if (writers[word] !== -1) {
          throw new Error(
            `${task.name}: slices ${writers[word]} and ${index} meet at word ${word}`,
          );
        }
        writers[word] = index;
        after[word] = words[word] as number;
      }
    });
    words.set(after);
    plan.finish?.(workspace);
    return words.slice(output / 4, output / 4 + size);
  }

  return (found) => ({
    zeroCopy: false,
    run(task) {
      const backend = found as NodeBackend;
      const values = task.inputs.map(({ dataId }) => backend.readSync(dataId));
      const alone = run(task, values, 1);
      for (const threads of threadCounts) {
        const together = run(task, values, threads);
        const differs = together.findIndex((word, index) => word !== alone[index]);
        if (differs >= 0) throw new Error(`${task.name}: ${threads} threads differ at ${differs}`);
      }
      const dtype = task.outputDtype ?? 'float32';
      const result = dtype === 'int32' ? alone : new Float32Array(alone.buffer);
      const shape = [...task.outputShape];
      return { dataId: backend.write(result, shape, dtype), shape, dtype };
    },
  });
}
