import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { root } from './workspace.mjs';

/** Inside node_modules: whoever deletes that starts from nothing. */
const folder = join(root, 'node_modules', '.tfjs-stn');

/**
 * @param {string} name of a step
 * @returns {string | undefined} what the step last finished with
 */
export function readStamp(name) {
  const file = join(folder, name);
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

/**
 * @param {string} name
 * @param {string} value
 */
export function writeStamp(name, value) {
  const file = join(folder, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, value);
}
