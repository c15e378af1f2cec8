import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { prepare } from './prepare.mjs';
import { runCommand } from './run-command.mjs';
import { root } from './workspace.mjs';

const usage = `npm run fuzz -- [--calls 20000] [--seed N]

Runs random calls of the sampling kernels on guarded memory, each held against the Float64 oracle.
Without --seed a new one is drawn, and printed; --seed N runs the same calls again.`;

/**
 * @param {string} value
 * @returns {number | undefined}
 */
function wholeNumber(value) {
  const number = Number(value);
  return Number.isSafeInteger(number) && number > 0 ? number : undefined;
}

const { values } = parseArgs({
  options: {
    calls: { type: 'string', default: '20000' },
    seed: { type: 'string', default: String(randomInt(1, 2 ** 30)) },
    help: { type: 'boolean', default: false },
  },
});
const calls = wholeNumber(values.calls);
const seed = wholeNumber(values.seed);
if (values.help) {
  console.log(usage);
} else if (calls === undefined || seed === undefined) {
  const name = calls === undefined ? 'calls' : 'seed';
  console.error(`fuzz: --${name} must be a whole number above 0, got ${values[name]}`);
  process.exitCode = 1;
} else {
  console.log(`seed ${seed}, ${calls} calls`);
  await prepare();
  process.exitCode = await runCommand({
    file: process.execPath,
    args: [join(root, 'node_modules', 'vitest', 'vitest.mjs'), 'run', 'packages/kernels/test/fuzz'],
    env: { TFJS_STN_FUZZ_CALLS: String(calls), TFJS_STN_FUZZ_SEED: String(seed) },
  });
}
