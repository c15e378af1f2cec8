import '@tensorflow/tfjs-layers';

import { availableParallelism } from 'node:os';
import util from 'node:util';

import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { warp } from '@tfjs-stn/core';
import { OptionError } from '@tfjs-stn/core/errors';
import { bilinear } from '@tfjs-stn/sampler-bilinear';
import { afterEach, describe, expect, it, vi } from 'vitest';

import { registerNodeKernels, type NodeKernelOptions } from '../src/index.js';
import { noise } from './support/eager-runtime.js';

const registered = (name: string, backend: string): unknown =>
  (tf.getKernel(name, backend) as tf.KernelConfig | undefined)?.kernelFunc;
const training = ['Conv2DBackpropFilter', 'Conv2DBackpropInput', 'MaxPoolGrad', 'AvgPoolGrad'];

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

afterEach(async () => {
  vi.unstubAllGlobals();
  (await registerNodeKernels())();
  // Node tells of a new worker at its next turn.
  await pause(0);
});

/** Large enough to be worth threads. */
function sample(): Float32Array {
  return tf.tidy(() => {
    const matrix = tf.tensor3d([0.9, 0.2, 0.1, -0.3, 1.1, 0, 0, 0, 1], [1, 3, 3]);
    const field = { kind: 'homography', matrix, outputSize: [130, 100] } as const;
    const image = noise([2, 60, 50, 3], 1) as tf.Tensor4D;
    return warp(image, { ...field, alignCorners: false }, { sampler: bilinear() }).dataSync();
  }) as Float32Array;
}

describe('registerNodeKernels', () => {
  it.each([
    [{ threads: 0 }, 'threads must be a whole number from 1 to 256, got 0. Leave it out for all'],
    [{ threads: -2 }, 'threads must be a whole number from 1 to 256, got -2'],
    [{ threads: 1.5 }, 'threads must be a whole number from 1 to 256, got 1.5'],
    [{ threads: Number.NaN }, 'threads must be a whole number from 1 to 256, got NaN'],
    [{ threads: Infinity }, 'threads must be a whole number from 1 to 256, got Infinity'],
    [{ threads: '2' }, 'threads must be a whole number from 1 to 256, got string'],
    [{ threads: 100_000 }, 'threads must be a whole number from 1 to 256, got 100000'],
    [{ thread: 2 }, "options may have threads, got 'thread'"],
    [null, 'options must be an object, got null'],
    [4, 'options must be an object, got 4'],
  ])('refuses %o', async (options, message) => {
    const attempt = registerNodeKernels(options as NodeKernelOptions);
    await expect(attempt).rejects.toThrow(OptionError);
    await expect(registerNodeKernels(options as NodeKernelOptions)).rejects.toThrow(
      `registerNodeKernels: ${message}`,
    );
    expect(registered('StnGridSample', 'cpu')).toBeUndefined();
  });

  it('registers sampling on both backends and training on cpu, once, and unregisters them', async () => {
    const before = training.map((name) => registered(name, 'cpu'));
    const unregister = await registerNodeKernels();
    for (const backend of ['cpu', 'tensorflow']) {
      expect(registered('StnBasisWarpBackpropImage', backend)).toBeTypeOf('function');
    }
    const ours = training.map((name) => registered(name, 'cpu'));
    ours.forEach((kernel, index) => expect(kernel).not.toBe(before[index]));
    expect(registered('Conv2DBackpropFilter', 'tensorflow')).toBeUndefined();
    expect(await registerNodeKernels({ threads: 2 })).toBe(unregister);
    expect(training.map((name) => registered(name, 'cpu'))).toEqual(ours);
    unregister();
    unregister();
    expect(training.map((name) => registered(name, 'cpu'))).toEqual(before);
    expect(registered('StnGridSample', 'tensorflow')).toBeUndefined();
  });

  it('warns once that tfjs-node does not run on Node 23 and later', async () => {
    const legacy = util as { isNullOrUndefined?: unknown };
    const { isNullOrUndefined: original } = legacy;
    const warnings: string[] = [];
    const collect = ({ message }: Error): void => void warnings.push(message);
    process.on('warning', collect);
    const register = async (isThere: boolean): Promise<void> => {
      legacy.isNullOrUndefined = isThere ? () => false : undefined;
      (await registerNodeKernels())();
      await pause(0);
    };
    await register(false);
    expect(warnings).toEqual([]);
    tf.registerBackend('tensorflow', () => new MathBackendCPU());
    await register(true);
    expect(warnings).toEqual([]);
    await register(false);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(
      /^registerNodeKernels: ops of @tensorflow\/tfjs-node 4.22 fail on Node \d+\.\d+\.\d+, which has no util.isNullOrUndefined. Use Node 22, or define it/,
    );
    tf.removeBackend('tensorflow');
    legacy.isNullOrUndefined = original;
    process.off('warning', collect);
  });

  it('agrees with the reference before and after tf.setBackend', async () => {
    await tf.setBackend('cpu');
    const reference = sample();
    const unregister = await registerNodeKernels({ threads: 2 });
    const kernels = sample();
    unregister();
    let largest = 0;
    reference.forEach((value, i) => {
      largest = Math.max(largest, Math.abs(value - (kernels[i] as number)));
    });
    expect(largest).toBeLessThan(1e-4);
    expect(largest).toBeGreaterThan(0);
  });

  it('starts at most the given number of threads, by default one per core', async () => {
    await tf.setBackend('cpu');
    let started = 0;
    const count = (): void => void started++;
    process.on('worker', count);
    for (const [options, threads] of [
      [{ threads: 1 }, 1],
      [{ threads: 3 }, 3],
      [{}, 3],
    ] as const) {
      started = 0;
      (await registerNodeKernels(options))();
      await registerNodeKernels(options);
      sample();
      await pause(100);
      const wanted = Object.keys(options).length === 0 ? availableParallelism() : threads;
      expect(started).toBe(wanted - 1);
    }
    process.off('worker', count);
  });

  it('uses one thread if SharedArrayBuffer is missing, with the same bits', async () => {
    await tf.setBackend('cpu');
    await registerNodeKernels({ threads: 2 });
    const expected = sample();
    (await registerNodeKernels())();
    await pause(0);
    vi.stubGlobal('SharedArrayBuffer', undefined);
    let started = 0;
    const count = (): void => void started++;
    process.on('worker', count);
    await registerNodeKernels({ threads: 4 });
    expect(sample()).toEqual(expected);
    await pause(50);
    process.off('worker', count);
    expect(started).toBe(0);
  });
});
