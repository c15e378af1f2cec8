import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { home, root } from '../scripts/repository.mjs';

const guide = readFileSync(join(root, 'docs', 'guides', 'custom-transform.md'), 'utf8');

/** Code blocks that name their file in this app. */
const snippets = [...guide.matchAll(/<!-- apps\/consumers\/(\S+) -->\n+```ts\n(.*?)```/gs)];

describe('the guide to custom transforms', () => {
  it.each([
    ['project/src/lens-distortion.ts'],
    ['project/src/lens-model.ts'],
    ['test/lens-distortion.test.ts'],
  ])('shows the current %s', (file) => {
    const shown = snippets.filter(([, name]) => name === file);
    expect(shown).toHaveLength(1);
    expect(shown[0]?.[2]).toBe(readFileSync(join(home, file), 'utf8'));
  });

  it('shows no other file', () => {
    expect(snippets).toHaveLength(3);
  });
});
