import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { prepare } from './prepare.mjs';
import { runCommand } from './run-command.mjs';
import { root } from './workspace.mjs';

/** The main job: trains on real digits and shows the transformer straightening them. */
const entry = join(root, 'apps', 'experiments', 'dist', 'main.js');

await prepare();
if (existsSync(entry)) {
  const args = [entry, ...process.argv.slice(2)];
  process.exitCode = await runCommand({ file: process.execPath, args });
} else {
  console.error(
    'npm start: apps/experiments/dist/main.js is not there. Does apps/experiments build it?',
  );
  process.exitCode = 1;
}
