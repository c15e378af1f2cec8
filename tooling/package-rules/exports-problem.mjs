import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { root } from '../setup/workspace.mjs';

/**
 * @param {import('./repository.mjs').Package} subject
 * @returns {string | undefined} the first entry point that is not built like all others
 */
export function exportsProblem({ folder, manifest: { exports = {} } }) {
  const entries = Object.entries(exports);
  const last = entries.pop();
  if (JSON.stringify(last) !== '["./package.json","./package.json"]')
    return 'no ./package.json at the end';
  if (entries[0]?.[0] !== '.') return 'no . at the beginning';
  const wrong = entries.find(([, entry]) => !isRegular(folder, entry));
  return wrong && `${wrong[0]} = ${JSON.stringify(wrong[1])}`;
}

/**
 * @param {string} folder
 * @param {import('./repository.mjs').Entry} entry
 */
function isRegular(folder, entry) {
  const source = typeof entry === 'string' ? '' : (entry['@tfjs-stn/source'] ?? '');
  const built = source.replace('./src/', './dist/').replace(/\.ts$/, '');
  const regular = {
    '@tfjs-stn/source': source,
    types: `${built}.d.ts`,
    default: `${built}.js`,
  };
  return (
    /^\.\/src\/.+\.ts$/.test(source) &&
    existsSync(join(root, folder, source)) &&
    JSON.stringify(entry) === JSON.stringify(regular)
  );
}
