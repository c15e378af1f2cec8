import '../setup/check-node.mjs';

import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { capture } from '../setup/run-step.mjs';
import { root } from '../setup/workspace.mjs';
import { backendFloors, missingBackends, passedOnBackends } from './test-report.mjs';

/** The versions of Node that users run; the whole suite runs on the present one. */
const nodes = [20, 22, 24].filter((major) => !process.versions.node.startsWith(`${major}.`));
const quickBackends = ['cpu', 'wasm', 'cpu + node'];

/**
 * What continuous integration runs, in this order, each as a developer would: scripts of the root
 * package.json, with `args`. For a run of vitest, `report` is where its JSON report goes, and `isQuick`
 * says that it has fewer tests.
 *
 * @type {readonly { title: string, script: string, args?: string[], report?: string, isQuick?: true }[]}
 */
const steps = [
  { title: 'TensorFlow for tfjs-node', script: 'tfjs-node' },
  { title: 'tests on the sources', script: 'test', report: 'out/ci/tests-on-sources.json' },
  ...nodes.map((major) => ({
    title: `quick tests on Node ${major}`,
    script: 'test:node',
    args: [String(major)],
    report: `out/ci/tests-on-node-${major}.json`,
    isQuick: /** @type {const} */ (true),
  })),
  { title: 'format', script: 'format:check' },
  { title: 'lint and import boundaries', script: 'lint' },
  { title: 'types', script: 'typecheck' },
  { title: 'package rules', script: 'check:rules' },
  { title: 'unused files, exports and dependencies', script: 'check:unused' },
  { title: 'packages as published', script: 'check:tarballs' },
  { title: 'published, and installed by strangers', script: 'release', args: ['--dry-run'] },
  { title: 'tests on what is built', script: 'test:dist', report: 'out/ci/tests-on-dist.json' },
];

// Describe blocks look at this variable too: the absence of any other backend shows as skipped.
process.env['TFJS_STN_REQUIRE_BACKENDS'] ??= Object.keys(backendFloors).join(',');
const required = process.env['TFJS_STN_REQUIRE_BACKENDS'].split(',').filter(Boolean);

const total = { passed: 0, failed: 0, skipped: 0 };
/** @type {string[]} */
const summary = [];
/** @type {string[]} */
const suites = [];

for (const { title, script, args = [], report, isQuick } of steps) {
  console.log(`\n=== ${title}: npm run ${script}`);
  const file = join(root, report ?? '');
  if (report) rmSync(file, { force: true });
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const start = performance.now();
  const npm = ['run', '--silent', script, '--', ...args, ...(report ? reporters : [])];
  const { code, interrupted } = await capture('npm', npm, {}, 'inherit');
  if (interrupted) process.exit(code);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  /** @type {import('./test-report.mjs').TestReport | undefined} */
  const tests = report && existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
  // A step without tests counts as one.
  const passed = tests ? tests.numPassedTests : Number(code === 0);
  // At least one for errors outside of any test.
  const failed = Math.max(tests?.numFailedTests ?? 0, Number(code !== 0));
  total.passed += passed;
  total.failed += failed;
  total.skipped += tests ? tests.numTotalTests - passed - tests.numFailedTests : 0;
  summary.push(`${failed > 0 ? 'FAILED ' : 'ok     '} ${title} (${seconds} s)`);
  if (report) {
    const backends = tests
      ? passedOnBackends(tests, isQuick ? quickBackends : required)
      : new Map();
    const ran = [...backends].map(([name, count]) => `${name} ${count}`).join(', ') || 'none';
    suites.push(`backends, ${title}: ${ran}`);
    // In each run separately: what ran on the sources may not have run on the build.
    const missing = isQuick
      ? missingBackends(quickBackends, backends, {})
      : missingBackends(required, backends);
    suites.push(...missing.map((what) => `FAILED  ${title}: ${what}`));
    total.failed += missing.length;
  }
}

console.log(['\n=== summary', ...summary, ...suites].join('\n'));
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed > 0 ? 1 : 0;
