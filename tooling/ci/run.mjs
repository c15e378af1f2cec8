import '../setup/check-node.mjs';

import { missingBackends } from './backend-floors.mjs';
import { runStep } from './run-step.mjs';
import { steps } from './steps.mjs';

const required = (process.env['TFJS_STN_REQUIRE_BACKENDS'] ?? '').split(',').filter(Boolean);

/** @type {import('./run-step.mjs').Outcome[]} */
const outcomes = [];
// One after the other, the rest too after a failure.
for (const step of steps) outcomes.push(await runStep(step));

const suites = outcomes.flatMap(({ title, backends }) => (backends ? [{ title, backends }] : []));
// Each run of the suite by itself: what ran on the sources does not show that it ran on the build.
const missing = suites.flatMap(({ title, backends }) =>
  missingBackends(required, backends).map((what) => `${title}: ${what}`),
);

console.log('\n=== summary');
for (const { title, seconds, counts } of outcomes) {
  const verdict = counts.failed > 0 ? 'FAILED' : 'ok';
  console.log(`${verdict.padEnd(7)} ${title} (${seconds.toFixed(1)} s)`);
}
for (const { title, backends } of suites) {
  const counts = [...backends].map(([name, count]) => `${name} ${count}`);
  console.log(`backends, ${title}: ${counts.join(', ') || 'none'}`);
}
for (const what of missing) console.log(`FAILED  ${what}`);

const total = (/** @type {'passed' | 'failed' | 'skipped'} */ key) =>
  outcomes.reduce((sum, { counts }) => sum + counts[key], 0);
const failed = total('failed') + missing.length;
console.log(`${total('passed')} passed, ${failed} failed, ${total('skipped')} skipped`);
process.exitCode = failed > 0 ? 1 : 0;
