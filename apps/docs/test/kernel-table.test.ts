import { expect, it } from 'vitest';

import { kernelTables, withTables } from '../scripts/kernel-table.mjs';

it('docs/backends.md has the kernels that the packages register', async () => {
  const { text, updated } = withTables(await kernelTables());
  expect(updated).toBe(text);
  expect(text).toMatch(/`StnHomographyWarp` +\| yes/);
});
