import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';

const usage = `Usage: npm run fuzz -- [options]

Runs random calls of the sampling kernels on guarded memory
and compares each with the Float64 oracle.

Options:
  --calls <n>  random calls (default: 20000)
  --seed <n>   repeats the calls of a run that printed this
               seed (default: random)
  -h, --help   show this help

Examples:
  npm run fuzz
  npm run fuzz -- --calls 100000
  npm run fuzz -- --seed 400000000`;

const { values } = parseArgs({
  options: {
    calls: { type: 'string', default: '20000' },
    seed: { type: 'string', default: String(randomInt(1, 2 ** 30)) },
    help: { type: 'boolean', short: 'h', default: false },
  },
});
const { calls, seed, help } = values;
const wrong = Object.entries({ calls, seed }).find(
  ([, value]) => !Number.isSafeInteger(Number(value)) || Number(value) <= 0,
);
if (help) {
  console.log(usage);
} else if (wrong) {
  console.error(`fuzz: --${wrong[0]} must be a whole number above 0, got ${wrong[1]}`);
  process.exitCode = 1;
} else {
  console.log(`seed ${seed}, ${calls} calls`);
  Object.assign(process.env, { TFJS_STN_FUZZ_CALLS: calls, TFJS_STN_FUZZ_SEED: seed });
  process.argv.splice(
    2,
    Infinity,
    'node_modules/vitest/vitest.mjs',
    'run',
    'packages/kernels/test/fuzz',
    'packages/sampler-filters/test/fuzz.test.ts',
  );
  await import('./run.mjs');
}
