import '@tensorflow/tfjs-backend-cpu';

import { clone, customGrad, setBackend, type Tensor, type Tensor4D } from '@tensorflow/tfjs-core';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import type { BenchmarkCase } from '../src/cases/cases.js';
import type { TfjsHost } from '../src/contestants/tfjs-host.js';
import { tfjsSampling, type Sampling } from '../src/contestants/tfjs-sampling.js';
import { samplingProblems } from '../src/problems/sampling-problem.js';

/** A clock on which the forward takes 5 milliseconds, the gradients 12, and nothing else anything. */
let now = 0;
const slow = customGrad((image, field) => {
  now += 5;
  return {
    value: clone(image as Tensor4D),
    gradFunc: (dy) => {
      now += 12;
      return [clone(dy), clone(field as Tensor)];
    },
  };
});
const sampling: Sampling = {
  apply: (image, field) => slow(image, field) as Tensor4D,
  dispose: () => undefined,
};

const host: TfjsHost = { name: 'cpu', activate: () => Promise.resolve() };

beforeEach(async () => {
  await setBackend('cpu');
  vi.spyOn(performance, 'now').mockImplementation(() => now);
});
afterEach(() => vi.restoreAllMocks());

function prepare(
  part: BenchmarkCase['part'],
  on: TfjsHost = host,
): ReturnType<typeof tfjsSampling> {
  const shape = [1, 2, 2, 1] as const;
  const pass = { operation: 'affine', pass: 'backward', shape, part } as const;
  return tfjsSampling(on, pass, samplingProblems(1)(pass), sampling);
}

it('times a part of a backward pass, on average over its calls', async () => {
  const forward = await prepare('forward');
  const gradients = await prepare('gradients');
  expect(forward.time(3)).toBe(5);
  expect(gradients.time(3)).toBe(12);
  // Three whole passes each.
  expect(now).toBe(2 * 3 * 17);
  const whole = await prepare(undefined);
  expect(await whole.time(3)).toBe(17);
  for (const work of [forward, gradients, whole]) void work.dispose();
});

it('has no parts of a pass where calls are asynchronous', async () => {
  const later: TfjsHost = { ...host, name: 'webgpu', wait: () => Promise.resolve() };
  await expect(prepare('gradients', later)).rejects.toThrow('webgpu computes asynchronously');
});
