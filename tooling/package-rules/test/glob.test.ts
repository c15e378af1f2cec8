import { expect, it } from 'vitest';

import { glob } from '../glob.mjs';

it.each([
  ['a/*.ts', 'a/b.ts', true],
  ['a/*.ts', 'a/b/c.ts', false],
  ['a/*.ts', 'a/bxts', false],
  ['a/**', 'a/b/c.ts', true],
  ['a/**', 'b/a/c.ts', false],
  ['{a,b}-*/c', 'b-x/c', true],
  ['{a,b}-*/c', 'c-x/c', false],
])('%s takes %s: %s', (pattern, path, taken) => {
  expect(glob(pattern)(path)).toBe(taken);
});
