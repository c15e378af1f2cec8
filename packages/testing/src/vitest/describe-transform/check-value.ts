import { tidy, type Tensor4D } from '@tensorflow/tfjs-core';
import {
  createTransform,
  generateGrid,
  registerTransform,
  type JsonObject,
  type Transform,
} from '@tfjs-stn/core';
import { DuplicateNameError } from '@tfjs-stn/core/errors';
import { expect } from 'vitest';

import { expectClose } from '../../matchers/expect-close.js';
import { make, someSize, someThetas, thetaTensor, type TransformSubject } from './subject.js';

/** Name, config, paramCount, identity and dispose are valid. */
export function checkValue(subject: TransformSubject): void {
  const { name, config, paramCount, identity, field, dispose } = make(subject);
  expect(name, 'name, as registerTransform knows it').toBe(subject.factory.factoryName);
  expect(name, 'name').toMatch(/\S/);
  expect(JSON.parse(JSON.stringify(config)), 'config as JSON').toEqual(config);
  expect(Number.isInteger(paramCount) && paramCount > 0, 'paramCount is a positive integer').toBe(
    true,
  );
  expect(identity.length, 'length of identity').toBe(paramCount);
  expect(
    identity.filter((value) => !Number.isFinite(value)),
    'identity not finite',
  ).toEqual([]);
  expect(typeof field, 'field').toBe('function');
  expect(['undefined', 'function'], 'dispose').toContain(typeof dispose);
}

/** The registry recreates the transform from its name and its config as JSON. */
export function checkConfig(subject: TransformSubject): void {
  const transform = make(subject);
  const unregister = register(subject);
  try {
    const config = JSON.parse(JSON.stringify(transform.config)) as JsonObject;
    const again = createTransform(transform.name, config);
    expect(valueOf(again), 'transform of the config').toEqual(valueOf(transform));
    tidy(() => {
      const thetas = someThetas(transform, subject, 2);
      const gridOf = (one: Transform): Tensor4D =>
        generateGrid(one, thetaTensor(one, thetas), { outputSize: someSize });
      expectClose(gridOf(again), gridOf(transform), { rtol: 0, atol: 0, what: 'grid' });
    });
    again.dispose?.();
  } finally {
    unregister();
    transform.dispose?.();
  }
}

/** Registers the factory unless the test file already has. */
function register({ factory }: TransformSubject): () => void {
  try {
    return registerTransform(factory);
  } catch (error) {
    if (error instanceof DuplicateNameError) return () => {};
    throw error;
  }
}

function valueOf({ name, config, paramCount, identity }: Transform): object {
  return { name, config, paramCount, identity };
}

/** An unknown key is an error. */
export function checkRefusal(subject: TransformSubject): void {
  const key = 'thisKeyIsUnknown';
  expect(() => make(subject, { [key]: 1 }), `factory({ ${key}: 1 })`).toThrow(key);
}
