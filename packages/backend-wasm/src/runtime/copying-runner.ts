import { BackendError } from '@tfjs-stn/core/errors';
import type { KernelExports } from '@tfjs-stn/kernels';
import { runPlan, type KernelRunner } from '@tfjs-stn/kernels/tfjs';

import type { WasmBackend } from './wasm-backend.js';

const pageBytes = 65536;
/** The first bytes stay free, so that no address is 0. */
const firstAddress = 64;

/** Kernels in a memory of their own, for backends that do not show theirs: tensors are copied. */
export function copyingRunner(
  backend: WasmBackend,
  memory: WebAssembly.Memory,
  kernels: KernelExports,
): KernelRunner {
  return {
    zeroCopy: false,
    run(task) {
      const { inputs, outputShape, outputDtype = 'float32' } = task;
      const plan = task.plan(1);
      const outputSize = outputShape.reduce((size, length) => size * length, 1);
      const values = inputs.map(({ dataId }) => backend.readSync(dataId));
      const sizes = [
        ...values.map(({ byteLength }) => byteLength),
        outputSize * 4,
        plan.scratchBytes,
      ];
      const addresses = layOut(sizes);
      grow(memory, addresses.at(-1) as number);
      const [output = 0, scratch = 0] = addresses.slice(values.length);
      values.forEach((value, index) => {
        const bytes = new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
        new Uint8Array(memory.buffer).set(bytes, addresses[index]);
      });
      const { buffer } = memory;
      runPlan(kernels, plan, {
        inputs: addresses.slice(0, values.length),
        output,
        scratch,
        buffer,
      });
      const TypedArray = outputDtype === 'float32' ? Float32Array : Int32Array;
      const result = new TypedArray(buffer, output, outputSize).slice();
      return backend.makeOutput([...outputShape], outputDtype, undefined, result);
    },
  };
}

/** Addresses one behind the other, 16-byte aligned; the last is the end of all. */
function layOut(sizes: readonly number[]): number[] {
  const addresses = [firstAddress];
  for (const size of sizes) {
    addresses.push((addresses.at(-1) as number) + Math.ceil((size + 16) / 16) * 16);
  }
  return addresses;
}

function grow(memory: WebAssembly.Memory, bytes: number): void {
  const { byteLength } = memory.buffer;
  if (bytes <= byteLength) return;
  try {
    // Throws for what 32 bits can't address.
    memory.grow(Math.ceil((bytes - byteLength) / pageBytes));
  } catch {
    throw new BackendError(
      'wasm',
      `out of memory: a copy of the tensors takes ${bytes} bytes, and there are ${byteLength} of at most ${2 ** 32}. Dispose tensors, or take a smaller batch`,
    );
  }
}
