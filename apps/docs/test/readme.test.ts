import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { root } from '../scripts/repository.mjs';

const read = (path: string): string => readFileSync(join(root, path), 'utf8');

/** The rows of the tables of a document, as cells by the titles of their columns. */
function rowsOf(text: string): Record<string, string>[] {
  const cellsOf = (line: string): string[] =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim());
  return [...text.matchAll(/(?:^\|.*\n)+/gm)].flatMap(([table]) => {
    const [titles = [], , ...rows] = table.trim().split('\n').map(cellsOf);
    return rows.map((cells) =>
      Object.fromEntries(titles.map((title, i) => [title, cells[i] ?? ''])),
    );
  });
}

describe('the README', () => {
  it('has at most 150 lines', () => {
    expect(read('README.md').split('\n').length).toBeLessThanOrEqual(151);
  });

  it('has five rows of the performance page, as they are there', () => {
    const shown = rowsOf(read('README.md')).filter((row) => 'ours, ms' in row);
    const measured = rowsOf(read('docs/performance.md'));
    expect(shown).toHaveLength(5);
    for (const { operation = '', ...row } of shown) {
      const isBackward = operation.endsWith(', forward and backward');
      // Only forward passes have all peers.
      const found = measured.find(
        (each) =>
          each['operation'] === operation.replace(', forward and backward', '') &&
          each['shape'] === row['shape'] &&
          'onnxruntime-web' in each !== isBackward,
      );
      const expected = Object.keys(row).map((title) => [title, found?.[title] ?? '–']);
      expect(row, operation).toEqual(Object.fromEntries(expected));
    }
  });
});
