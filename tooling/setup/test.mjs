import { join } from 'node:path';

import { prepare } from './prepare.mjs';
import { runCommand } from './run-command.mjs';
import { root } from './workspace.mjs';

// `--dist` runs the suite on the built packages, everything else is vitest's.
const given = process.argv.slice(2);
const onDist = given.includes('--dist');
const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');

await prepare();
process.exitCode = await runCommand({
  file: process.execPath,
  args: [vitest, 'run', ...given.filter((argument) => argument !== '--dist')],
  ...(onDist && { env: { TFJS_STN_DIST: '1' } }),
});
