import { expect } from 'vitest';

import { make, type TransformSubject } from './subject.js';

/** A misspelt key is an error and not a default. */
export function checkRefusal(subject: TransformSubject): void {
  const key = 'thisKeyIsUnknown';
  expect(() => make(subject, { [key]: 1 }), `factory({ ${key}: 1 })`).toThrow(key);
}
