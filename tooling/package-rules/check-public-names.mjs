import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { root } from '../setup/workspace.mjs';

/** The checked-in list: whoever adds or loses a public name says so here. */
const file = join(root, 'tooling', 'package-rules', 'public-names.json');

/** So many names a reader can survey. */
const mostNames = 15;

/** @typedef {Readonly<Record<string, readonly string[]>>} PublicNames by entry point */

/** @returns {PublicNames} */
export function readPublicNames() {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
}

/** @param {PublicNames} names */
export function writePublicNames(names) {
  writeFileSync(file, `${JSON.stringify(names, undefined, 2)}\n`);
}

/**
 * @param {PublicNames} names as they are
 * @param {PublicNames} listed as they should be
 * @returns {string[]} where they differ, or are too many
 */
export function checkPublicNames(names, listed) {
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
      now.length > mostNames && `exports at most ${mostNames} values, got ${now.length}`,
    ]
      .filter((problem) => problem !== false)
      .map((problem) => `${entryPoint}: ${problem}`);
  });
}
