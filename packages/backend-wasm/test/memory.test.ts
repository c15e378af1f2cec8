import '@tensorflow/tfjs-backend-wasm';
import '@tensorflow/tfjs-layers';

import {
  backend,
  getKernel,
  grads,
  memory,
  setBackend,
  tensor2d,
  tensor4d,
  type Tensor,
  type Tensor2D,
  type Tensor4D,
} from '@tensorflow/tfjs-core';
import { spatialTransformer } from '@tfjs-stn/core';
import { expectNoLeak } from '@tfjs-stn/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { bilinear } from '../../sampler-bilinear/src/index.js';
import { affine } from '../../transform-affine/src/index.js';
import { registerWasmKernels } from '../src/index.js';
import { heapOf } from '../src/runtime/wasm-backend.js';

let unregister: () => void;
beforeAll(async () => {
  await setBackend('wasm');
  unregister = await registerWasmKernels();
});
afterAll(() => unregister());

const size = 256;
const transformer = spatialTransformer({
  transform: affine(),
  sampler: bilinear(),
  outputSize: [size, size],
});

function inputs(): { image: Tensor4D; theta: Tensor2D } {
  const pixels = Float32Array.from({ length: size * size * 3 }, (_, i) => Math.sin(i));
  return {
    image: tensor4d(pixels, [1, size, size, 3]),
    theta: tensor2d([[0.9, -0.3, 0.1, 0.3, 0.9, -0.1]]),
  };
}

describe('memory', () => {
  it('holds the output of a warp and nothing else new', () => {
    const { image, theta } = inputs();
    const before = { ...memory(), dataIds: backend().numDataIds() };
    const output = transformer.apply(image, theta);
    const after = { ...memory(), dataIds: backend().numDataIds() };
    expect(after.numTensors).toBe(before.numTensors + 1);
    expect(after.dataIds).toBe(before.dataIds + 1);
    expect(after.numBytes - before.numBytes).toBe(size * size * 3 * 4);
    [image, theta, output].forEach((tensor) => tensor.dispose());
  });

  it("grows the wasm heap by no more than the outputs' size", () => {
    const { image, theta } = inputs();
    transformer.apply(image, theta).dispose();
    const heap = heapOf(backend());
    const outputBytes = size * size * 3 * 4;
    const count = 64;
    // Fills what is free below the break, so that the outputs after it must be new memory.
    const filler: number[] = [];
    const limit = heap?.memory.buffer.byteLength ?? 0;
    while (heap && heap.memory.buffer.byteLength === limit) filler.push(heap.allocate(1 << 20));
    const before = heap?.memory.buffer.byteLength ?? 0;
    const outputs = Array.from({ length: count }, () => transformer.apply(image, theta));
    const grown = (heap?.memory.buffer.byteLength ?? 0) - before;
    // Emscripten grows ahead by a fifth at most.
    expect(grown).toBeLessThanOrEqual(1.2 * before * 0.2 + count * (outputBytes + 4096));
    [...outputs, image, theta].forEach((tensor) => tensor.dispose());
    filler.forEach((address) => heap?.free(address));
  });

  it('leaks nothing in a hundred steps of training', () => {
    const { image, theta } = inputs();
    const both = grads((x: Tensor, t: Tensor) => transformer.apply(x as Tensor4D, t as Tensor2D));
    const step = (): void => both([image, theta], image).forEach((gradient) => gradient.dispose());
    step();
    const heap = heapOf(backend())?.memory;
    const bytes = heap?.buffer.byteLength;
    expectNoLeak(() => {
      for (let i = 0; i < 100; i++) step();
      return [];
    });
    expect(heap?.buffer.byteLength).toBe(bytes);
    image.dispose();
    theta.dispose();
  });
});

describe('registration', () => {
  it('is idempotent and can be taken back', async () => {
    expect(getKernel('StnHomographyWarp', 'wasm')).toBeDefined();
    expect(await registerWasmKernels()).toBe(unregister);
    unregister();
    expect(getKernel('StnHomographyWarp', 'wasm')).toBeUndefined();
    unregister = await registerWasmKernels();
    expect(getKernel('StnHomographyWarp', 'wasm')).toBeDefined();
  });

  it('gives the same results bit for bit from run to run', () => {
    const { image, theta } = inputs();
    const both = grads((x: Tensor, t: Tensor) => transformer.apply(x as Tensor4D, t as Tensor2D));
    const run = (): Uint8Array[] =>
      both([image, theta], image).map((gradient) => {
        const bytes = new Uint8Array(gradient.dataSync<'float32'>().slice().buffer);
        gradient.dispose();
        return bytes;
      });
    expect(run()).toEqual(run());
    image.dispose();
    theta.dispose();
  });
});
