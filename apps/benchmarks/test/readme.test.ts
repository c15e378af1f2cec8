import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import { describe, expect, it } from 'vitest';

import { committedResults, withPerformance } from '../src/report/readme-section.js';
import { readResults } from '../src/results/files.js';

const root = (path: string): string => fileURLToPath(new URL(`../../../${path}`, import.meta.url));

describe('docs/performance.md', () => {
  it('has the performance section of the committed results, and none without them', async () => {
    const page = await readFile(root('docs/performance.md'), 'utf8');
    const file = root(committedResults);
    // The section names the file that it was made from, so neither comes or goes without the other.
    expect(existsSync(file)).toBe(page.includes(committedResults));
    if (!existsSync(file)) return;
    expect(withPerformance(page, 'docs/performance.md', await readResults(file))).toBe(page);
  });
});
