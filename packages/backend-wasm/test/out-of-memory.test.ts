import '@tensorflow/tfjs-backend-wasm';
import '@tensorflow/tfjs-layers';

import {
  backend,
  engine,
  fill,
  setBackend,
  sub,
  tensor,
  zeros,
  type Rank,
  type Tensor,
  type Tensor3D,
  type Tensor4D,
} from '@tensorflow/tfjs-core';
import { defineSampler, warp } from '@tfjs-stn/core';
import { BackendError } from '@tfjs-stn/core/errors';
import { fieldGrid, fieldJacobian } from '@tfjs-stn/core/fields';
import type { KernelExports } from '@tfjs-stn/kernels';
import { expectNoLeak } from '@tfjs-stn/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { bilinear } from '@tfjs-stn/sampler-bilinear';
import { registerWasmKernels, registerWasmTrainingKernels } from '../src/index.js';
import type { KernelTask } from '@tfjs-stn/kernels/tfjs';
import { heapOf, type WasmBackend, type WasmHeap } from '../src/runtime/wasm-backend.js';
import { zeroCopyRunner } from '../src/runtime/zero-copy-runner.js';

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

const refusalOf = (bytes: number): string =>
  `wasm: out of memory: a tensor takes ${bytes} bytes, and the wasm backend has less than 2147483648 for one and 4294901760 for all of them. Dispose tensors, or take a smaller batch or output`;

/** Runs out of memory at `bytes` and leaves nothing behind; afterwards the same call works. */
function expectRefusal(bytes: number, call: () => Tensor | Tensor[], message: string): void {
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
  expect((thrown as BackendError).message).toBe(message);
  expect([...held]).toEqual(blocks);
  limit = Infinity;
  const after = [call()].flat();
  expect(after.map((result) => result.dataSync())).toEqual(before);
  after.forEach((result) => result.dispose());
}

describe('out of memory is reported by', () => {
  it('a warp without room for its output', () => {
    const [image, matrix] = [some([1, 8, 9, 3]), some([1, 3, 3])];
    expectRefusal(outputBytes, () => apply(image, matrix), refusalOf(outputBytes));
    [image, matrix].forEach((tensor) => tensor.dispose());
  });

  // By their kernels: on the way to gradients tfjs copies what it saves, of the same size.
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
      refusalOf(bytes),
    );
    Object.values(inputs).forEach((tensor) => tensor.dispose());
  });

  it('the gradient of a filter', () => {
    const inputs = { x: some([2, 9, 8, 3]), dy: some([2, 5, 4, 16]) };
    const attributes = { strides: 1, pad: 'valid', dataFormat: 'NHWC', filterShape: [5, 5, 3, 16] };
    expectRefusal(
      4 * 5 * 5 * 3 * 16,
      () => engine().runKernel<Tensor>('Conv2DBackpropFilter', inputs, attributes),
      refusalOf(4800),
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

/** tfjs asks for a size modulo 2^32: here for 128 KiB, of which there is a hole among the tensors. */
describe('what 32 bits cannot address leaves other tensors alone:', () => {
  const [height, width] = [32768, 32769] as const;
  const bytes = height * width * 4;
  const field = { kind: 'homography', alignCorners: false, outputSize: [height, width] } as const;
  /** Bilinear weights that no kernel knows. */
  const unknown = defineSampler('unknown', () => ({
    taps: 2,
    weights: (offset) => [sub(1, offset), offset],
  }));

  it.each([
    [
      'the output of a kernel',
      (image: Tensor4D, matrix: Tensor3D) =>
        warp(image, { ...field, matrix }, { sampler: bilinear() }),
    ],
    [
      'the gradient of an image',
      (image: Tensor4D, matrix: Tensor3D) =>
        engine().runKernel<Tensor>('StnHomographyWarpBackpropImage', { dy: image, matrix }, {
          ...sampling,
          outputSize: [8, 9],
          imageShape: [1, height, width, 1],
        } as never),
    ],
    [
      'what the reference computes',
      (image: Tensor4D, matrix: Tensor3D) =>
        warp(image, { ...field, matrix }, { sampler: unknown() }),
    ],
    [
      'a grid',
      (_image: Tensor4D, matrix: Tensor3D) =>
        fieldGrid({ ...field, outputSize: [height, width / 3], matrix }),
    ],
  ])('%s', (_what, run) => {
    const image = some([1, 8, 9, 1]) as Tensor4D;
    const matrix = tensor<Rank.R3>([1, 0, 0, 0, 1, 0, 0, 0, 1], [1, 3, 3]);
    const hole = some([height + 4096]);
    const others = Array.from({ length: 20 }, (_, index) => fill([1000], index));
    hole.dispose();
    expect(() => expectNoLeak(() => run(image, matrix))).toThrow(BackendError);
    others.forEach((other, index) => {
      expect(other.dataSync().every((value) => value === index)).toBe(true);
    });
    [image, matrix, ...others].forEach((tensor) => tensor.dispose());
  });

  it('says how many bytes, and how many there can be', () => {
    const [image, matrix] = [some([1, 8, 9, 1]) as Tensor4D, some([1, 3, 3]) as Tensor3D];
    const run = (): Tensor => warp(image, { ...field, matrix }, { sampler: bilinear() });
    expect(run).toThrow(refusalOf(bytes));
    expect(() => fieldJacobian({ ...field, matrix }, [8, 9])).toThrow(
      `fieldJacobian: out of memory: a tensor takes ${3 * bytes} bytes, and the wasm backend has less than 2147483648 for one and 4294901760`,
    );
    [image, matrix].forEach((tensor) => tensor.dispose());
  });
});

describe('out of memory: an address of 0', () => {
  /** A task on the backend's own heap, but for what `allocate` gives. */
  function runTask(
    task: Pick<KernelTask, 'inputs' | 'outputShape'>,
    scratch: number,
    heap: Partial<WasmHeap> = {},
  ): void {
    const real = heapOf(backend()) as WasmHeap;
    const wasm = backend() as unknown as WasmBackend;
    const kernels = {} as KernelExports;
    const executed = (): never => {
      throw new Error('the kernel ran');
    };
    zeroCopyRunner(wasm, { ...real, ...heap }, kernels).run({
      ...task,
      name: 'Nothing',
      work: 0,
      plan: () => ({ scratchBytes: scratch, encode: executed }),
    });
  }

  it('is rejected as scratch memory', () => {
    const blocks = [...held];
    limit = 4096;
    const run = (): void => runTask({ inputs: [], outputShape: [2, 3] }, 4096);
    expect(() => expectNoLeak(() => (run(), []))).toThrow(refusalOf(4096));
    expect([...held]).toEqual(blocks);
  });

  it('leaks no output if the allocation throws', () => {
    const blocks = [...held];
    const allocate = (): never => {
      throw new RangeError('memory access out of bounds');
    };
    const run = (): void => runTask({ inputs: [], outputShape: [2, 3] }, 4096, { allocate });
    expect(() => expectNoLeak(() => (run(), []))).toThrow(RangeError);
    expect([...held]).toEqual(blocks);
  });

  it('is rejected as an input', () => {
    // As tfjs makes one without the memory guard.
    const wasm = backend() as unknown as WasmBackend;
    const input = engine().makeTensorFromTensorInfo(wasm.makeOutput([4, 5], 'float32', 0));
    expect(() => runTask({ inputs: [input], outputShape: [1] }, 0)).toThrow(
      'wasm: out of memory: input [4, 5] must have 80 bytes, got none. Dispose tensors',
    );
    input.dispose();
  });

  it('is accepted for an empty tensor', () => {
    const input = zeros([0, 3]);
    limit = 0;
    expect(() => runTask({ inputs: [input], outputShape: [0, 64] }, 0)).toThrow('the kernel ran');
    input.dispose();
  });
});
