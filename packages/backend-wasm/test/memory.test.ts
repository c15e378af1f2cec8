import '@tensorflow/tfjs-backend-wasm';
import '@tensorflow/tfjs-layers';

import {
  backend,
  engine,
  getKernel,
  grads,
  memory,
  ones,
  setBackend,
  tensor2d,
  tensor3d,
  tensor4d,
  zeros,
  type Tensor,
  type Tensor2D,
  type Tensor4D,
} from '@tensorflow/tfjs-core';
import { spatialTransformer, warp, type BasisField } from '@tfjs-stn/core';
import { expectNoLeak } from '@tfjs-stn/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { bilinear } from '@tfjs-stn/sampler-bilinear';
import { affine } from '@tfjs-stn/transform-affine';
import { registerWasmKernels } from '../src/index.js';
import { heapOf } from '../src/runtime/wasm-backend.js';

/** Bytes that are allocated on the backend's heap, ours and tfjs's. */
const heapUse = { now: 0, peak: 0 };

/** Counts what goes through Emscripten's malloc and free. */
function watchHeap(): void {
  const { wasm } = backend() as unknown as {
    wasm: { _malloc(bytes: number): number; _free(address: number): void };
  };
  const sizes = new Map<number, number>();
  const { _malloc: malloc, _free: free } = wasm;
  wasm._malloc = (bytes) => {
    const address = malloc(bytes);
    sizes.set(address, bytes);
    heapUse.now += bytes;
    heapUse.peak = Math.max(heapUse.peak, heapUse.now);
    return address;
  };
  wasm._free = (address) => {
    heapUse.now -= sizes.get(address) ?? 0;
    sizes.delete(address);
    free(address);
  };
}

let unregister: () => void;
beforeAll(async () => {
  await setBackend('wasm');
  // Emscripten puts its functions in place of stubs when they are first called.
  zeros([1]).dispose();
  watchHeap();
  unregister = await registerWasmKernels();
});
afterAll(() => unregister());

const size = 256;
/** For a kernel to work in and the few numbers of a field, at most; a grid would be 16 times that. */
const scratchBytes = 32768;
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

describe('memory of the wasm backend', () => {
  it('holds only the output of a warp', () => {
    const { image, theta } = inputs();
    const before = { ...memory(), dataIds: backend().numDataIds() };
    const output = transformer.apply(image, theta);
    const after = { ...memory(), dataIds: backend().numDataIds() };
    expect(after.numTensors).toBe(before.numTensors + 1);
    expect(after.dataIds).toBe(before.dataIds + 1);
    expect(after.numBytes - before.numBytes).toBe(size * size * 3 * 4);
    [image, theta, output].forEach((tensor) => tensor.dispose());
  });

  it("grows the wasm heap by the output's size, and nothing of the size of a grid", () => {
    const { image, theta } = inputs();
    const before = heapUse.now;
    heapUse.peak = before;
    const output = transformer.apply(image, theta);
    const outputBytes = size * size * 3 * 4;
    expect(heapUse.peak - before).toBeGreaterThanOrEqual(outputBytes);
    expect(heapUse.peak - before).toBeLessThan(outputBytes + scratchBytes);
    output.dispose();
    expect(heapUse.now).toBe(before);
    [image, theta].forEach((tensor) => tensor.dispose());
  });

  it.each([
    ['image', 'StnHomographyWarpBackpropImage', size * size * 3 * 4],
    ['matrix', 'StnHomographyWarpBackpropMatrix', 9 * 4],
  ])('holds no grid for the gradient w.r.t. the %s', (_, kernelName, gradientBytes) => {
    const { image } = inputs();
    const matrix = tensor3d([1, 0.2, 0, -0.2, 1, 0, 0.1, 0, 1], [1, 3, 3]);
    const attributes = {
      sampler: bilinear(),
      padding: 'zeros',
      fillValue: 0,
      alignCorners: false,
      outputSize: [size, size],
      imageShape: image.shape,
    };
    const before = heapUse.now;
    heapUse.peak = before;
    const gradient = engine().runKernel<Tensor>(
      kernelName,
      { dy: image, image, matrix },
      attributes as never,
    );
    expect(heapUse.peak - before).toBeGreaterThanOrEqual(gradientBytes);
    expect(heapUse.peak - before).toBeLessThan(gradientBytes + scratchBytes);
    expect(heapUse.now - before).toBe(gradientBytes);
    [image, matrix, gradient].forEach((tensor) => tensor.dispose());
  });

  it('holds no grid for a basis field', () => {
    const { image } = inputs();
    const basis = ones([size * size, 5]);
    const coefficients = zeros([1, 5, 2]);
    const before = heapUse.now;
    heapUse.peak = before;
    const field = { kind: 'basis', basis, coefficients, outputSize: [size, size] } as const;
    const output = warp(image, { ...field, alignCorners: false } as BasisField, {
      sampler: bilinear(),
    });
    const outputBytes = size * size * 3 * 4;
    expect(heapUse.now - before).toBe(outputBytes);
    expect(heapUse.peak - before).toBeLessThan(outputBytes + scratchBytes);
    [image, basis, coefficients, output].forEach((tensor) => tensor.dispose());
  });

  it('does not leak in a hundred steps of training', () => {
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

describe('registerWasmKernels', () => {
  it('is idempotent and can be undone', async () => {
    expect(getKernel('StnHomographyWarp', 'wasm')).toBeDefined();
    expect(await registerWasmKernels()).toBe(unregister);
    unregister();
    expect(getKernel('StnHomographyWarp', 'wasm')).toBeUndefined();
    unregister = await registerWasmKernels();
    expect(getKernel('StnHomographyWarp', 'wasm')).toBeDefined();
  });

  it('is not undone by an older call', async () => {
    const older = unregister;
    older();
    unregister = await registerWasmKernels();
    older();
    expect(getKernel('StnHomographyWarp', 'wasm')).toBeDefined();
  });

  it('gives the same bits from run to run', () => {
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
