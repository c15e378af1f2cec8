import { join } from 'node:path';

import { prepare } from './prepare.mjs';
import { runCommand } from './run-command.mjs';
import { root } from './workspace.mjs';

/** Sampling against its peers, then the training kernels against their forward ops. */
const scripts = [
  join(root, 'apps', 'benchmarks', 'dist', 'main.js'),
  join(root, 'packages', 'backend-wasm', 'bench', 'training.bench.mjs'),
];

await prepare();
for (const script of scripts) {
  const args = [script, ...process.argv.slice(2)];
  process.exitCode = await runCommand({ file: process.execPath, args });
  if (process.exitCode !== 0) break;
}
