import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { root } from '../setup/workspace.mjs';

/**
 * What every publishable package says about itself.
 *
 * @param {Readonly<Record<string, readonly string[]>>} publicNames by entry point
 * @returns {readonly import('./rule.mjs').Rule<import('./repository.mjs').Package>[]}
 */
export function documentRules(publicNames) {
  return [
    {
      rule: 'README.md begins with the name of the package',
      problem: ({ folder, manifest: { name } }) =>
        read(folder, 'README.md').startsWith(`# ${name}\n`) ? undefined : 'none',
    },
    {
      rule: 'README.md has a section API that names every exported value',
      problem: ({ folder, manifest: { name } }) => {
        const [, api] =
          /^## API\n([\s\S]*?)(?=^## |$(?![\s\S]))/m.exec(read(folder, 'README.md')) ?? [];
        if (api === undefined) return 'no section API';
        const missing = Object.entries(publicNames)
          .filter(([entryPoint]) => entryPoint === name || entryPoint.startsWith(`${name}/`))
          .flatMap(([, names]) => names)
          .filter((exported) => !new RegExp(`\\b${exported}\\b`).test(api));
        return missing.length === 0 ? undefined : `none of ${missing.join(', ')}`;
      },
    },
    {
      rule: 'CHANGELOG.md is written at a release, and until the first a changeset names the package',
      problem: ({ folder, manifest: { name } }) =>
        existsSync(join(root, folder, 'CHANGELOG.md')) || pendingChangesets().includes(`'${name}'`)
          ? undefined
          : 'neither',
    },
  ];
}

/**
 * @param {string} folder
 * @param {string} file
 * @returns {string} what it says, nothing if it isn't there
 */
function read(folder, file) {
  const path = join(root, folder, file);
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}

function pendingChangesets() {
  return readdirSync(join(root, '.changeset'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => read('.changeset', name))
    .join('\n');
}
