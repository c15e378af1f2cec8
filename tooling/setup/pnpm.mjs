import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { readManifest } from './workspace.mjs';

/** `pnpm@12.21.0`, as package.json pins it. */
export const pinnedPnpm = readManifest('.').packageManager;

/**
 * The pinned pnpm through npx, which fetches it where it is missing: no global pnpm, no corepack.
 *
 * @param {readonly string[]} args
 * @returns {import('./run-command.mjs').Command}
 */
export function pnpm(args) {
  const npx = ['--yes', pinnedPnpm, ...args];
  // Under npm its own npx can be started as a script, on every system alike.
  const script = join(dirname(process.env['npm_execpath'] ?? ''), 'npx-cli.js');
  return existsSync(script)
    ? { file: process.execPath, args: [script, ...npx] }
    : { file: 'npx', args: npx };
}
