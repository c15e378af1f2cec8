import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's own folder. */
export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** Where the workspace's packages live, as in pnpm-workspace.yaml. */
const workspaceFolders = ['packages', 'apps', 'tooling'];

/**
 * @typedef {object} Manifest what these scripts read of a package.json
 * @property {string} name
 * @property {string} packageManager
 * @property {{ node: string }} engines
 * @property {Record<string, string>} [scripts]
 */

/**
 * @param {string} folder relative to the root
 * @returns {Manifest}
 */
export function readManifest(folder) {
  return JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
}

/** @returns {string[]} every package of the workspace, as `packages/core`, sorted */
export function workspacePackages() {
  return workspaceFolders
    .filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) => readdirSync(join(root, folder)).map((name) => `${folder}/${name}`))
    .filter((folder) => existsSync(join(root, folder, 'package.json')))
    .sort();
}
