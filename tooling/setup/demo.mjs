import { join } from 'node:path';

import { prepare } from './prepare.mjs';
import { runCommand } from './run-command.mjs';
import { root } from './workspace.mjs';

/** Builds the demo page and serves it; `--build` only builds it. */
const script = join(root, 'apps', 'demo', 'scripts', 'main.mjs');

await prepare();
const args = [script, ...process.argv.slice(2)];
process.exitCode = await runCommand({ file: process.execPath, args });
