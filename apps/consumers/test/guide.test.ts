import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { home, root } from '../scripts/repository.mjs';

describe.each([
  [
    'docs/guides/custom-transform.md',
    ['project/src/lens-distortion.ts', 'project/src/lens-model.ts', 'test/lens-distortion.test.ts'],
  ],
  ['docs/get-started.md', ['project/src/wasm-paths.ts', 'project/src/letters.ts']],
])('%s', (document, files) => {
  const text = readFileSync(join(root, document), 'utf8');
  /** Code blocks that name their file in this app. */
  const snippets = [...text.matchAll(/<!-- apps\/consumers\/(\S+) -->\n+```ts\n(.*?)```/gs)];

  it.each(files)('shows the current %s', (file) => {
    const shown = snippets.filter(([, name]) => name === file);
    expect(shown).toHaveLength(1);
    expect(shown[0]?.[2]).toBe(readFileSync(join(home, file), 'utf8'));
  });

  it('shows no other file', () => {
    expect(snippets).toHaveLength(files.length);
  });
});
