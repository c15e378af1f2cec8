import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** This app's folder. */
export const home = dirname(dirname(fileURLToPath(import.meta.url)));

/** The repository's. */
export const root = dirname(dirname(home));

/** @returns {string[]} the built folders of `packages`: `core`, `transform-affine`, … */
export function builtPackages() {
  const packages = join(root, 'packages');
  return readdirSync(packages)
    .filter((name) => existsSync(join(packages, name, 'dist', 'index.js')))
    .sort();
}

/** @returns {string[]} what a user's program installs of them: all but the tools for tests */
export function programPackages() {
  return builtPackages().filter((name) => name !== 'testing');
}

/** @returns {string} `pnpm@12.21.0`, as the root's package.json pins it */
export function pinnedPnpm() {
  return JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).packageManager;
}
