import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Makes the addon the one that the package loads. Its libraries lie beside it in the cache, where
 * the loader looks for them by the addon's real path.
 *
 * @param {import('./tfjs-node-package.mjs').TfjsNodePackage} tfjsNode
 * @param {string} built
 */
export function linkAddon({ addon }, built) {
  mkdirSync(dirname(addon), { recursive: true });
  rmSync(addon, { force: true });
  symlinkSync(built, addon);
}
