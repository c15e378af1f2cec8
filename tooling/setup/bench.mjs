import { join } from 'node:path';

import { prepare } from './prepare.mjs';
import { runCommand } from './run-command.mjs';
import { root } from './workspace.mjs';

/** Times every backend that is here beside its peers, and reports. */
const script = join(root, 'apps', 'benchmarks', 'dist', 'main.js');

await prepare();
process.exitCode = await runCommand({
  file: process.execPath,
  args: [script, ...process.argv.slice(2)],
});
