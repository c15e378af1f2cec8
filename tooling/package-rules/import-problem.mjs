import { posix } from 'node:path';

import { boundaries, published, publishedOrForTests, publishedOrShared } from './boundaries.mjs';
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
  if (/^@tfjs-stn(-apps|-tooling)?\//.test(specifier) && !entryPoints.has(specifier)) {
    return `${file}: imports ${specifier}, which is no published entry point`;
  }
  const { files, may } = boundary;
  if (isAllowed(specifier, may)) return undefined;
  const allowed = typeof may === 'string' ? may : may.join(', ') || 'nothing';
  return `${file}: imports ${specifier}; ${files} may import ${allowed}`;
}

/**
 * @param {string} specifier
 * @param {import('./boundaries.mjs').Boundary['may']} may
 */
function isAllowed(specifier, may) {
  const [isShared, isForTests] = ['@tfjs-stn-apps/', '@tfjs-stn-tooling/'].map((scope) =>
    specifier.startsWith(scope),
  );
  if (may === publishedOrShared) return !isForTests;
  if (may === publishedOrForTests) return !isShared;
  if (may === published) return !isShared && !isForTests;
  return may.some((allowed) => glob(allowed)(specifier));
}

/** The folder that relative imports must not leave: the tooling is one, a package each its own. */
function home(/** @type {string} */ file) {
  const [parent = '', name = ''] = file.split('/');
  return parent === 'tooling' ? parent : `${parent}/${name}`;
}
