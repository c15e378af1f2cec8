import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { root } from '../setup/workspace.mjs';

/**
 * @typedef {import('../setup/workspace.mjs').Manifest} Manifest
 * @typedef {Readonly<Record<string, readonly string[]>>} PublicNames by entry point
 */

/** More than this at one entry point is hard to survey. */
const mostNames = 15;

/**
 * @param {ReadonlyMap<string, Manifest>} manifests by folder
 * @returns {Promise<PublicNames>} the values that users can import from what is built
 */
export async function publicNames(manifests) {
  /** @type {Record<string, string[]>} */
  const names = {};
  for (const [folder, { name, exports = {} }] of manifests) {
    for (const [entry, target] of Object.entries(exports)) {
      // What is under ~internal is for the packages of this repository only.
      if (typeof target === 'string' || entry.startsWith('./~')) continue;
      const module = await import(pathToFileURL(join(root, folder, target['default'] ?? '')).href);
      names[`${name}${entry.slice(1)}`] = Object.keys(module).sort();
    }
  }
  return names;
}

/**
 * @param {PublicNames} names as they are
 * @param {PublicNames} listed as they should be
 * @returns {string[]} where they differ, or are too many
 */
export function nameProblems(names, listed) {
  const entryPoints = [...new Set([...Object.keys(names), ...Object.keys(listed)])].sort();
  return entryPoints.flatMap((entryPoint) => {
    const { [entryPoint]: now = [] } = names;
    const { [entryPoint]: before = [] } = listed;
    const added = now.filter((name) => !before.includes(name));
    const lost = before.filter((name) => !now.includes(name));
    return [
      !(entryPoint in listed) && 'is not in public-names.json',
      !(entryPoint in names) && 'is gone, but in public-names.json',
      added.length > 0 && `exports ${added.join(', ')}, not in public-names.json`,
      lost.length > 0 && `no longer exports ${lost.join(', ')}`,
      // The umbrella has all names of the others.
      now.length > mostNames &&
        !/^tfjs-stn(\/|$)/.test(entryPoint) &&
        `exports at most ${mostNames} values, got ${now.length}`,
    ]
      .filter((problem) => problem !== false)
      .map((problem) => `${entryPoint}: ${problem}`);
  });
}

/**
 * @param {string} folder of a package that is published
 * @param {string} name of the package
 * @param {PublicNames} names
 * @returns {string[]} what its documents do not say
 */
export function documentProblems(folder, name, names) {
  const readme = read(join(folder, 'README.md'));
  const [, api = ''] = /^## API\n([\s\S]*?)(?=^## |$(?![\s\S]))/m.exec(readme) ?? [];
  const missing = Object.entries(names)
    .filter(([entryPoint]) => entryPoint === name || entryPoint.startsWith(`${name}/`))
    .flatMap(([, exported]) => exported)
    .filter((exported) => !new RegExp(`\\b${exported}\\b`).test(api));
  const changesets = readdirSync(join(root, '.changeset'))
    .filter((file) => file.endsWith('.md'))
    .map((file) => read(join('.changeset', file)));
  const hasChanges =
    existsSync(join(root, folder, 'CHANGELOG.md')) || changesets.join('').includes(`'${name}'`);
  return [
    !readme.startsWith(`# ${name}\n`) && `README.md must begin with # ${name}`,
    api === '' && 'README.md must have a section API',
    missing.length > 0 && `section API of README.md must name ${missing.join(', ')}`,
    !hasChanges && 'must have a CHANGELOG.md or, before its first release, a changeset',
  ]
    .filter((problem) => problem !== false)
    .map((problem) => `${folder}: ${problem}`);
}

/** @param {string} path from the root; a file that is missing counts as empty */
function read(path) {
  return existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : '';
}
