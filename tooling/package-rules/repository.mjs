import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { root, workspacePackages } from '../setup/workspace.mjs';

/**
 * @typedef {Record<string, string>} Names
 * @typedef {string | { readonly [condition: string]: string }} Entry
 * @typedef {object} Manifest a package.json, as far as the rules look at it
 * @property {string} name
 * @property {boolean} [private]
 * @property {string} [description]
 * @property {string} [license]
 * @property {unknown} [repository]
 * @property {string} [type]
 * @property {boolean} [sideEffects]
 * @property {Names} [engines]
 * @property {Record<string, Entry>} [exports]
 * @property {string[]} [files]
 * @property {Names} [scripts]
 * @property {Names} [dependencies]
 * @property {Names} [peerDependencies]
 * @property {Names} [optionalDependencies]
 * @property {Names} [devDependencies]
 *
 * @typedef {object} Package
 * @property {string} folder relative to the root, with `/`
 * @property {Manifest} manifest
 */

/**
 * @param {string} folder
 * @returns {Package}
 */
export function readPackage(folder) {
  return { folder, manifest: JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) };
}

/**
 * @param {'packages' | 'apps' | 'tooling'} parent
 * @returns {Package[]}
 */
export function packagesIn(parent) {
  return workspacePackages()
    .filter((folder) => folder.startsWith(`${parent}/`))
    .map(readPackage);
}

const notSources = new Set(['node_modules', 'dist', 'out', '.turbo', 'fixtures', '.venv']);

/**
 * @param {string} folder relative to the root
 * @returns {string[]} TypeScript and JavaScript files under it, relative to the root, sorted
 */
export function sourceFiles(folder) {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .filter(({ name }) => !notSources.has(name))
    .flatMap((entry) => {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) return sourceFiles(path);
      return /\.[cm]?[jt]sx?$/.test(path) && !path.endsWith('.generated.ts') ? [path] : [];
    })
    .sort();
}
