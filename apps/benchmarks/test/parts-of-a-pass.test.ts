import '@tensorflow/tfjs-backend-cpu';

import { clone, customGrad, setBackend, type Tensor, type Tensor4D } from '@tensorflow/tfjs-core';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import type { PassPart } from '../src/cases/benchmark-case.js';
import { tfjsSampling } from '../src/contestants/tfjs-sampling.js';
import type { Sampling } from '../src/contestants/sampling-parts.js';
import type { TfjsHost } from '../src/hosts/tfjs-host.js';
import { poseSampling } from '../src/problems/pose-sampling.js';

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

function enter(part: PassPart | undefined, on: TfjsHost = host): ReturnType<typeof tfjsSampling> {
  const shape = [1, 2, 2, 1] as const;
  const posed = poseSampling(1)({ kind: 'sampling', field: 'affine', sampler: 'bilinear' }, shape);
  const pass = { operation: 'affine', pass: 'backward', shape } as const;
  return tfjsSampling(on, part ? { ...pass, part } : pass, posed, sampling);
}

it('a part of a backward pass is timed by itself, on average over its calls', () => {
  const forward = enter('forward');
  const gradients = enter('gradients');
  expect(forward.time?.(3)).toBe(5);
  expect(gradients.time?.(3)).toBe(12);
  // Three whole passes each.
  expect(now).toBe(2 * 3 * 17);
  expect(enter(undefined).time).toBeUndefined();
  for (const entry of [forward, gradients]) void entry.dispose();
});

it('none is told where calls go on after they have returned', () => {
  const later: TfjsHost = { ...host, name: 'webgpu', wait: () => Promise.resolve() };
  expect(() => enter('gradients', later)).toThrow('webgpu does not compute at once');
});
