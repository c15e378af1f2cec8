import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's own folder. */
export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/**
 * @typedef {Record<string, string>} Names
 *
 * @typedef {object} Manifest what these scripts read of a package.json
 * @property {string} name
 * @property {string} packageManager
 * @property {{ node: string }} engines
 * @property {string} [description]
 * @property {string} [license]
 * @property {string[]} [keywords]
 * @property {string} [homepage]
 * @property {string} [bugs]
 * @property {object} [repository]
 * @property {Record<string, string | Names>} [exports]
 * @property {Names} [scripts]
 * @property {Names} [dependencies]
 * @property {Names} [optionalDependencies]
 * @property {Names} [peerDependencies]
 * @property {Names} [devDependencies]
 */

/**
 * @param {string} folder relative to the root
 * @returns {Manifest}
 */
export function readManifest(folder) {
  return JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
}

/** @returns {Map<string, Manifest>} `.` and every package of the workspace, as `packages/core` */
export function workspaceManifests() {
  const folders = ['packages', 'apps', 'tooling'].flatMap((parent) =>
    readdirSync(join(root, parent)).map((name) => `${parent}/${name}`),
  );
  const packages = folders.filter((folder) => existsSync(join(root, folder, 'package.json')));
  return new Map(['.', ...packages.sort()].map((folder) => [folder, readManifest(folder)]));
}
