import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { runCommand } from '../setup/run-command.mjs';
import { root } from '../setup/workspace.mjs';
import { countTests, passedOnBackends } from './test-report.mjs';

/**
 * @typedef {object} Outcome
 * @property {string} title
 * @property {number} seconds
 * @property {import('./test-report.mjs').Counts} counts
 * @property {ReadonlyMap<string, number> | undefined} backends tests that passed on each, if it has tests
 */

/**
 * @param {import('./steps.mjs').Step} step
 * @returns {Promise<Outcome>}
 */
export async function runStep({ title, script, report }) {
  console.log(`\n=== ${title}: npm run ${script}`);
  const reportFile = report && join(root, report);
  if (reportFile) rmSync(reportFile, { force: true });
  const start = performance.now();
  const reporters = report
    ? ['--', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
    : [];
  const code = await runCommand({ file: 'npm', args: ['run', '--silent', script, ...reporters] });
  const seconds = (performance.now() - start) / 1000;
  if (!reportFile || !existsSync(reportFile)) {
    return {
      title,
      seconds,
      counts: oneCheck(code === 0),
      backends: report ? new Map() : undefined,
    };
  }
  const tests = JSON.parse(readFileSync(reportFile, 'utf8'));
  const counts = countTests(tests);
  // Errors outside of any test, for example one that nobody caught.
  if (code !== 0 && counts.failed === 0) counts.failed = 1;
  return { title, seconds, counts, backends: passedOnBackends(tests) };
}

/** A step without tests in it counts as one. */
function oneCheck(/** @type {boolean} */ passed) {
  return { passed: passed ? 1 : 0, failed: passed ? 0 : 1, skipped: 0 };
}
