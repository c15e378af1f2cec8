import { runPlan, type RunnerFor } from '@tfjs-stn/kernels/tfjs';
import { linkKernels } from '@tfjs-stn/kernels';

/** What the kernels' memory is taken from: the public methods of tfjs's wasm backend. */
interface Backend {
  readSync(dataId: object): Float32Array | Int32Array;
  makeOutput(
    shape: number[],
    dtype: string,
    memoryOffset: undefined,
    values: Float32Array | Int32Array,
  ): ReturnType<ReturnType<RunnerFor>['run']>;
}

/**
 * A NaN, so that a value read from outside a tensor spoils the result; a signalling one, which
 * changes even if all that is done is to add 0 to it.
 */
const guard = 0x7fa0dead;
const guardWords = 64;

/**
 * Runs kernels on copies in a memory of its own, where every tensor lies between guard words, and
 * output and scratch start as NaN.
 *
 * @throws Error if a kernel changes a guard or an input
 */
export function guardedMemory(module: WebAssembly.Module): RunnerFor {
  const memory = new WebAssembly.Memory({ initial: 1 });
  const kernels = linkKernels(module, memory);
  return (found) => ({
    zeroCopy: false,
    run(task) {
      const { inputs, outputShape, outputDtype = 'float32' } = task;
      const plan = task.plan(1);
      const backend = found as Backend;
      const values = inputs.map(({ dataId }) => backend.readSync(dataId));
      const size = outputShape.reduce((product, length) => product * length, 1);
      const lengths = [...values.map(({ length }) => length), size, plan.scratchBytes / 4];
      const starts = layOut(lengths);
      const end = starts.at(-1) as number;
      if (memory.buffer.byteLength < end * 4) {
        memory.grow(Math.ceil((end * 4 - memory.buffer.byteLength) / 65536));
      }
      const words = new Uint32Array(memory.buffer);
      words.fill(guard);
      values.forEach((value, index) =>
        words.set(new Uint32Array(value.buffer, value.byteOffset, value.length), starts[index]),
      );
      const before = words.slice(0, end);
      const addresses = starts.map((start) => start * 4);
      const [output = 0, scratch = 0] = addresses.slice(values.length);
      const { buffer } = memory;
      runPlan(kernels, plan, { inputs: addresses, output, scratch, buffer });
      requireUnchanged(before, words, values.length, starts, lengths);
      const View = outputDtype === 'int32' ? Int32Array : Float32Array;
      const result = new View(memory.buffer, output, size).slice();
      return backend.makeOutput([...outputShape], outputDtype, undefined, result);
    },
  });
}

/** First word of each, with guards before and behind; the last is the end of all. */
function layOut(lengths: readonly number[]): number[] {
  const starts = [guardWords];
  for (const length of lengths) starts.push((starts.at(-1) as number) + length + guardWords);
  return starts;
}

function requireUnchanged(
  before: Uint32Array,
  after: Uint32Array,
  inputs: number,
  starts: readonly number[],
  lengths: readonly number[],
): void {
  for (let word = 0; word < before.length; word++) {
    if (before[word] === after[word]) continue;
    const block = starts.findLastIndex((start) => start <= word);
    const offset = word - (starts[block] ?? 0);
    const inside = block >= inputs && offset < (lengths[block] ?? 0);
    if (!inside) throw new Error(`a kernel wrote to word ${offset} of block ${block}`);
  }
}
