import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { expect, it } from 'vitest';

import { listFiles } from '../fingerprint.mjs';
import { removeOrphans } from '../remove-orphans.mjs';

it('removes what has lost its source, and nothing else', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tfjs-stn-orphans-'));
  const built = ['here.js', 'here.d.ts.map', 'gone.js', 'gone.js.map', 'gone.d.ts', 'data.json'];
  try {
    for (const inner of ['src', 'dist']) mkdirSync(join(folder, inner));
    writeFileSync(join(folder, 'src', 'here.ts'), '');
    for (const name of built) writeFileSync(join(folder, 'dist', name), '');
    removeOrphans(folder);
    const left = listFiles(join(folder, 'dist')).map((file) => relative(folder, file));
    expect(left).toEqual(['dist/data.json', 'dist/here.d.ts.map', 'dist/here.js']);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
