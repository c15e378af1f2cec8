import './check-node.mjs';

import { join } from 'node:path';

import { prepare } from './prepare.mjs';
import { capture } from './run-step.mjs';
import { root } from './workspace.mjs';

const usage = `npm run test:node -- <version> [vitest's arguments]

Runs a quick part of the suite on another version of Node, which npx fetches: 22, 24.1.0.`;

/** What depends on the engine: WebAssembly, threads, shared memory, garbage, and tfjs itself. */
const quick = [
  ...['fields', 'homography', 'tensor-cache'].map((name) => `core/test/${name}.test.ts`),
  ...['canaries', 'working-rows'].map((name) => `kernels/test/${name}.test.ts`),
  ...['basis-warp', 'memory', 'tiles'].map((name) => `backend-wasm/test/${name}.test.ts`),
  ...['contract', 'memory-that-stays', 'process', 'registration', 'worker-pool'].map(
    (name) => `backend-node/test/${name}.test.ts`,
  ),
  'layers/test/save-load.test.ts',
];

const [version, ...args] = process.argv.slice(2);
if (version === undefined || !/^\d+(\.\d+){0,2}$/.test(version)) {
  console.error(usage);
  process.exitCode = 1;
} else {
  await prepare();
  const node = ['--yes', '--package', `node@${version}`, 'node'];
  const vitest = ['node_modules/vitest/vitest.mjs', 'run', ...quick, ...args];
  // tfjs-node, where it is built, is tested there, too.
  const preload = join(root, 'tooling', 'tfjs-node', 'removed-from-util.cjs');
  const env = { NODE_OPTIONS: `--require ${JSON.stringify(preload)}` };
  const { code } = await capture('npx', [...node, ...vitest], env, 'inherit');
  process.exitCode = code;
}
