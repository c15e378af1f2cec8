import { posix } from 'node:path';

import { boundaries, isOfThisRepository } from './boundaries.mjs';
import { glob } from './glob.mjs';

/**
 * @param {string} file relative to the root, with `/`
 * @returns {import('./boundaries.mjs').Boundary | undefined} the row that counts for a file
 */
export function boundaryOf(file) {
  return boundaries.find(({ files }) => glob(files)(file));
}

/**
 * @param {string} file that imports, relative to the root, with `/`
 * @param {string} specifier what it imports
 * @param {ReadonlySet<string>} entryPoints what the packages of this repository publish, and what
 *   apps or tests share
 * @returns {string | undefined} what is wrong with that
 */
export function importProblem(file, specifier, entryPoints) {
  const boundary = boundaryOf(file);
  if (boundary === undefined) return `${file}: no boundary covers this file`;
  if (specifier.startsWith('.')) {
    const target = posix.join(posix.dirname(file), specifier);
    return target.startsWith(`${home(file)}/`)
      ? undefined
      : `${file}: imports ${specifier} out of ${home(file)}`;
  }
  if (isOfThisRepository(specifier) && !entryPoints.has(specifier)) {
    return `${file}: imports ${specifier}, which is no published entry point`;
  }
  const { files, may } = boundary;
  const isAmong = (/** @type {readonly string[]} */ patterns) =>
    patterns.some((pattern) => glob(pattern)(specifier));
  if ('not' in may ? !isAmong(may.not) : isAmong(may)) return undefined;
  const allowed = 'not' in may ? may.called : may.join(', ') || 'nothing';
  return `${file}: imports ${specifier}; ${files} may import ${allowed}`;
}

/** The folder that relative imports must not leave: the tooling is one, a package each its own. */
function home(/** @type {string} */ file) {
  const [parent = '', name = ''] = file.split('/');
  return parent === 'tooling' ? parent : `${parent}/${name}`;
}
