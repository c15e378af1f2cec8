import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

import { root } from '../setup/workspace.mjs';
import { boundaries } from './boundaries.mjs';
import { boundaryOf, importProblem } from './import-problem.mjs';
import { packagesIn, sourceFiles } from './repository.mjs';

/** @type {readonly ('packages' | 'apps' | 'tooling')[]} */
const parents = ['packages', 'apps', 'tooling'];

/** @returns {string[]} every import that crosses a boundary, and every boundary without a file */
export function checkBoundaries() {
  const files = parents.flatMap(sourceFiles);
  const entryPoints = new Set(parents.flatMap((parent) => [...entryPointsOf(parent)]));
  const crossings = files.flatMap((file) =>
    importsOf(readFileSync(join(root, file), 'utf8'))
      .map((specifier) => importProblem(file, specifier, entryPoints))
      .filter((problem) => problem !== undefined),
  );
  const covering = new Set(files.map(boundaryOf));
  const idle = boundaries.filter((boundary) => !covering.has(boundary));
  return [...crossings, ...idle.map(({ files: pattern }) => `boundary ${pattern} matches no file`)];
}

/**
 * @param {string} source
 * @returns {string[]} the modules it imports or re-exports, types and dynamic imports included
 */
export function importsOf(source) {
  return ts.preProcessFile(source, true, true).importedFiles.map(({ fileName }) => fileName);
}

/**
 * @param {'packages' | 'apps' | 'tooling'} parent those that are published, or that apps or tests
 *   share
 * @returns {Set<string>} `@tfjs-stn/core`, `@tfjs-stn/core/package.json`, …
 */
export function entryPointsOf(parent) {
  return new Set(
    packagesIn(parent).flatMap(({ manifest: { name, exports = {} } }) =>
      Object.keys(exports).map((entry) => `${name}${entry.slice(1)}`),
    ),
  );
}
