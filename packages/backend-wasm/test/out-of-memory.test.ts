import '@tensorflow/tfjs-backend-wasm';
import '@tensorflow/tfjs-layers';

import {
  backend,
  engine,
  setBackend,
  tensor,
  zeros,
  type Tensor,
  type Tensor3D,
  type Tensor4D,
} from '@tensorflow/tfjs-core';
import { warp } from '@tfjs-stn/core';
import { BackendError } from '@tfjs-stn/core/errors';
import type { KernelExports } from '@tfjs-stn/kernels';
import { expectNoLeak } from '@tfjs-stn/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { bilinear } from '@tfjs-stn/sampler-bilinear';
import { registerWasmKernels, registerWasmTrainingKernels } from '../src/index.js';
import type { KernelJob } from '@tfjs-stn/kernels/tfjs';
import { heapOf, type WasmBackend, type WasmHeap } from '../src/runtime/wasm-backend.js';
import { zeroCopyMemory } from '../src/runtime/zero-copy-memory.js';

interface Emscripten {
  _malloc(bytes: number): number;
  _free(address: number): void;
}

const module = (): Emscripten => (backend() as unknown as { wasm: Emscripten }).wasm;

/** Blocks that are allocated and not given back. */
const held = new Set<number>();
/** What is as large as this finds no room. */
let limit = Infinity;
const undo: (() => void)[] = [];

beforeAll(async () => {
  await setBackend('wasm');
  // Emscripten puts its functions in place of stubs when they are first called.
  zeros([1]).dispose();
  const wasm = module();
  const { _malloc: malloc, _free: free } = wasm;
  wasm._malloc = (bytes) => {
    if (bytes >= limit) return 0;
    const address = malloc(bytes);
    held.add(address);
    return address;
  };
  wasm._free = (address) => {
    held.delete(address);
    free(address);
  };
  undo.push(await registerWasmKernels(), await registerWasmTrainingKernels());
});
afterEach(() => (limit = Infinity));
afterAll(() => undo.forEach((unregister) => unregister()));

const outputSize = [64, 64] as const;
const outputBytes = 64 * 64 * 3 * 4;

function apply(image: Tensor, matrix: Tensor): Tensor4D {
  const field = { kind: 'homography', outputSize, alignCorners: false } as const;
  return warp(image as Tensor4D, { ...field, matrix: matrix as Tensor3D }, { sampler: bilinear() });
}

function some(shape: number[]): Tensor {
  const length = shape.reduce((product, size) => product * size, 1);
  return tensor(
    Float32Array.from({ length }, (_, i) => Math.sin(i)),
    shape,
  );
}

/** Runs out of memory at `bytes` and leaves nothing behind; afterwards the same call works. */
function expectRefusal(bytes: number, call: () => Tensor | Tensor[], message: RegExp): void {
  const before = [call()].flat().map((result) => {
    const values = result.dataSync().slice();
    result.dispose();
    return values;
  });
  const blocks = [...held];
  limit = bytes;
  let thrown: unknown;
  try {
    expectNoLeak(call);
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toBeInstanceOf(BackendError);
  expect((thrown as BackendError).message).toMatch(message);
  expect([...held]).toEqual(blocks);
  limit = Infinity;
  const after = [call()].flat();
  expect(after.map((result) => result.dataSync())).toEqual(before);
  after.forEach((result) => result.dispose());
}

describe('out of memory is reported by', () => {
  it('a warp without room for its output', () => {
    const [image, matrix] = [some([1, 8, 9, 3]), some([1, 3, 3])];
    expectRefusal(
      outputBytes,
      () => apply(image, matrix),
      /^wasm: out of memory: output \[1, 64, 64, 3\] must have 49152 bytes, got none\. Dispose tensors, or take a smaller batch$/,
    );
    [image, matrix].forEach((tensor) => tensor.dispose());
  });

  // Gradients by their kernels: on the way to them tfjs copies what it saves, and where there is no
  // room for that writes its copy to address 0.
  it.each([
    ['the gradient w.r.t. the image', 'StnHomographyWarpBackpropImage', [1, 90, 70, 3]],
    ['the gradient w.r.t. the matrix', 'StnHomographyWarpBackpropMatrix', [1, 3, 3]],
    ['the gradient w.r.t. the grid', 'StnGridSampleBackpropGrid', [1, 64, 64, 2]],
  ])('%s', (_what, kernelName, shape) => {
    const image = some([1, 90, 70, 3]);
    const inputs = { image, dy: some([1, 64, 64, 3]), ...fieldOf(kernelName) };
    const attributes = { ...sampling, imageShape: image.shape };
    const bytes = 4 * shape.reduce((product, size) => product * size, 1);
    expectRefusal(
      bytes,
      () => engine().runKernel<Tensor>(kernelName, inputs, attributes as never),
      new RegExp(
        `^wasm: out of memory: output \\[${shape.join(', ')}\\] must have ${bytes} bytes, got none\\. Dispose`,
      ),
    );
    Object.values(inputs).forEach((tensor) => tensor.dispose());
  });

  it('the gradient of a filter', () => {
    const inputs = { x: some([2, 9, 8, 3]), dy: some([2, 5, 4, 16]) };
    const attributes = { strides: 1, pad: 'valid', dataFormat: 'NHWC', filterShape: [5, 5, 3, 16] };
    expectRefusal(
      4 * 5 * 5 * 3 * 16,
      () => engine().runKernel<Tensor>('Conv2DBackpropFilter', inputs, attributes),
      /^wasm: out of memory: output \[5, 5, 3, 16\] must have 4800 bytes, got none\. /,
    );
    Object.values(inputs).forEach((tensor) => tensor.dispose());
  });
});

const sampling = {
  sampler: bilinear(),
  padding: 'zeros',
  fillValue: 0,
  alignCorners: false,
  outputSize,
};

function fieldOf(kernelName: string): { [name: string]: Tensor } {
  return kernelName.includes('Grid') ? { grid: some([1, 64, 64, 2]) } : { matrix: some([1, 3, 3]) };
}

describe('out of memory: an address of 0', () => {
  /** A job on the backend's own heap, but for what `allocate` gives. */
  function runJob(
    job: Pick<KernelJob, 'inputs' | 'outputShape'>,
    scratch: number,
    heap: Partial<WasmHeap> = {},
  ): void {
    const real = heapOf(backend()) as WasmHeap;
    const wasm = backend() as unknown as WasmBackend;
    const kernels = {} as KernelExports;
    const executed = (): never => {
      throw new Error('the kernel ran');
    };
    zeroCopyMemory(wasm, { ...real, ...heap }, kernels).run({
      ...job,
      name: 'Nothing',
      work: 0,
      scratchBytes: () => scratch,
      plan: executed,
    });
  }

  it('is rejected as scratch memory', () => {
    const blocks = [...held];
    const run = (): void =>
      runJob({ inputs: [], outputShape: [2, 3] }, 4096, { allocate: () => 0 });
    expect(() => expectNoLeak(() => (run(), []))).toThrow(
      'wasm: out of memory: the kernel must have 4096 bytes, got none. Dispose tensors, or take a smaller batch',
    );
    expect([...held]).toEqual(blocks);
  });

  it('leaks no output if the allocation throws', () => {
    const blocks = [...held];
    const allocate = (): never => {
      throw new RangeError('memory access out of bounds');
    };
    const run = (): void => runJob({ inputs: [], outputShape: [2, 3] }, 4096, { allocate });
    expect(() => expectNoLeak(() => (run(), []))).toThrow(RangeError);
    expect([...held]).toEqual(blocks);
  });

  it('is rejected as an input', () => {
    limit = 4 * 5 * 4;
    const input = engine().makeTensorFromTensorInfo(
      (backend() as unknown as WasmBackend).makeOutput([4, 5], 'float32'),
    );
    expect(() => runJob({ inputs: [input], outputShape: [1] }, 0)).toThrow(
      'wasm: out of memory: input [4, 5] must have 80 bytes, got none. Dispose tensors',
    );
    input.dispose();
  });

  it('is accepted for an empty tensor', () => {
    const input = zeros([0, 3]);
    limit = 0;
    expect(() => runJob({ inputs: [input], outputShape: [0, 64] }, 0)).toThrow('the kernel ran');
    input.dispose();
  });
});
