import { existsSync, lstatSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

import { root } from '../setup/workspace.mjs';
import { napiVersion } from './versions.mjs';

/**
 * @typedef {object} TfjsNodePackage
 * @property {string} folder
 * @property {string} version
 * @property {string} addon where it looks for its addon
 */

/** @returns {TfjsNodePackage | undefined} the package that this repository's tests load */
export function tfjsNodePackage() {
  const require = createRequire(join(root, 'packages', 'backend-node', 'package.json'));
  try {
    const manifest = require.resolve('@tensorflow/tfjs-node/package.json');
    const folder = dirname(manifest);
    const { version } = JSON.parse(readFileSync(manifest, 'utf8'));
    const addon = join(folder, 'lib', `napi-v${napiVersion}`, 'tfjs_binding.node');
    return { folder, version, addon };
  } catch {
    return undefined;
  }
}

/**
 * @param {TfjsNodePackage} tfjsNode
 * @returns {boolean} whether its own install has made an addon
 */
export function hasItsOwnAddon({ addon }) {
  return existsSync(addon) && !lstatSync(addon).isSymbolicLink();
}
