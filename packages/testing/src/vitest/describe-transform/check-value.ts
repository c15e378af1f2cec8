import { expect } from 'vitest';

import { make, type TransformSubject } from './subject.js';

/** Name, config, paramCount, identity and dispose are what the contract says. */
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
